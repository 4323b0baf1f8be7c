// The consumers in the order of the table. Each is a folder of consumers/.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ORDER = [
  "node",
  "node_newest",
  "deno",
  "bun",
  "vite",
  "vite_react_18",
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
