// The guest book as users get it: `next build` for one deployment's address and `next start` on a
// free port, with the server watched. Owns both processes. Leaves to the tests: what is asked of it.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { killAtExit, temporaryFolder } from "../support/cleanup.mjs";
import { Seen, within } from "../support/deadline.mjs";
import { freePort } from "../support/free_port.mjs";
import { ROOT } from "../support/paths.mjs";
import { isMadeByLentil } from "./stacks.mjs";

export const GUEST_BOOK = join(ROOT, "examples", "nextjs");

const NEXT = join(GUEST_BOOK, "node_modules", "next", "dist", "bin", "next");
const WATCH = fileURLToPath(new URL("./server_watch.mjs", import.meta.url));
const BUILD_MS = 180_000;

/** Builds and serves the app for the deployment at `address`. */
export async function startGuestBook(address) {
  if (!existsSync(NEXT)) throw new Error(`no next in ${GUEST_BOOK}: run \`npm run setup\``);
  await build(address);
  const notes = await temporaryFolder("watch");
  const noteFile = join(notes.path, "notes");
  const port = await freePort();
  const { child, printed } = next(["start", "-H", "127.0.0.1", "-p", String(port)], {
    NEXT_PUBLIC_CONVEX_URL: address,
    LENTIL_WATCH: noteFile,
    NODE_OPTIONS: `--import=${WATCH}`,
  });
  await printed.until("next start to listen", (text) => text.includes("Ready"));
  return {
    url: `http://127.0.0.1:${port}`,
    /** What the server printed on its standard error. */
    complaints: () => printed.values.filter((text) => /error|⨯/i.test(text)),
    /** What Lentil's code has made on the server, each with its stack, as server_watch.mjs saw it. */
    made: () => linesOf(noteFile).filter(isMadeByLentil),
    async close() {
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      await within("next start to end", gone);
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

async function build(address) {
  const { child, printed } = next(["build"], { NEXT_PUBLIC_CONVEX_URL: address });
  const [code] = await within("next build", once(child, "exit"), BUILD_MS);
  if (code !== 0) throw new Error(`next build failed:\n${printed.values.join("")}`);
}

function next(args, env) {
  const child = spawn(process.execPath, [NEXT, ...args], {
    cwd: GUEST_BOOK,
    env: { ...process.env, NO_COLOR: "1", NEXT_TELEMETRY_DISABLED: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  killAtExit(child);
  const printed = new Seen();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => printed.add(text));
  }
  return { child, printed };
}
