// The guest book as users get it, built for one deployment's address, with its server watched.
// Leaves to others: building and serving (next_site.mjs), what is asked of it (the tests).

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../support/cleanup.mjs";
import { buildSite, GUEST_BOOK, serveSite } from "./next_site.mjs";
import { isMadeByLentil } from "./stacks.mjs";

const WATCH = fileURLToPath(new URL("./server_watch.mjs", import.meta.url));

/** Builds and serves the app for the deployment at `address`. */
export async function startGuestBook(address) {
  await buildSite(GUEST_BOOK, { NEXT_PUBLIC_CONVEX_URL: address });
  const notes = await temporaryFolder("watch");
  const noteFile = join(notes.path, "notes");
  const site = await serveSite(GUEST_BOOK, {
    NEXT_PUBLIC_CONVEX_URL: address,
    LENTIL_WATCH: noteFile,
    NODE_OPTIONS: `--import=${WATCH}`,
  });
  return {
    ...site,
    /** What Lentil's code has made on the server, each with its stack, as server_watch.mjs saw it. */
    made: () => linesOf(noteFile).filter(isMadeByLentil),
    async close() {
      await site.close();
      await notes.remove();
    },
  };
}

/** The modules that an edge route of the build comes with, as Next.js hands them to whoever runs it. */
export function edgeModules(route) {
  const built = join(GUEST_BOOK, ".next");
  const manifest = readFileSync(join(built, "server", "middleware-manifest.json"), "utf8");
  const { wasm } = JSON.parse(manifest).functions[route];
  return wasm.map(({ filePath }) => readFileSync(join(built, filePath)));
}

function linesOf(file) {
  const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  return lines.map((line) => JSON.parse(line));
}
