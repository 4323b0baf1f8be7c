// The consumers in the order of the table. Each is a folder of consumers/: `project/`, what a user would have; its
// package.json with exact versions, and a lock file where it is part of `npm test`; and consumer.mjs, which exports
//   name      as the table shows it
//   package   the installed package whose version the table shows, or `program`, which is asked for its own
//   isCore    whether its rows are part of `npm test`; a row may say otherwise for itself
//   proofIn   the folder that gets the shared proof (app/proof) as `proof/`; the project's own unless given
//   base      a folder of the repository whose files come first, those of `project/` over them
//   rows      `{ name, run(ctx) }`, which gives `{ proved, loader, lacks, notes }` (lib/context.mjs): only what `lacks`
//             names, each with its reason, may be missing in `proved`; the loader is one that was seen; a row that throws
//             CannotRun is shown with the reason, but docs/runtimes.md is written only if it is said to with `mayNotRun`
//   cannot    `{ name, why }` for what cannot be tried at all

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ORDER = [
  "node",
  "node_newest",
  "deno",
  "bun",
  "vite",
  "vite_react_18",
  "chat",
  "strict_policy",
  "webpack",
  "rspack",
  "parcel",
  "esbuild",
  "rollup",
  "jest",
  "vitest",
  "vitest_newest",
  "next_16",
  "next_15",
  "worker",
  "react_router_7",
  "astro",
  "tanstack_start",
  "opennext",
];

/** All consumers, each with the name of its folder. */
export async function consumers() {
  return await Promise.all(ORDER.map(consumerOf));
}

async function consumerOf(folder) {
  const module = new URL(`./consumers/${folder}/consumer.mjs`, import.meta.url);
  if (!existsSync(fileURLToPath(module))) throw new Error(`no consumer in consumers/${folder}`);
  return { folder, ...(await import(module)).default };
}
