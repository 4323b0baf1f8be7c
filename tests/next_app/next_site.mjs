// An app as users get it: `next build` and `next start` on a free port. Owns both processes. Leaves to others: which app,
// for which deployment, what is asked of it.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { killAtExit } from "../support/cleanup.mjs";
import { Seen, within } from "../support/deadline.mjs";
import { freePort } from "../support/free_port.mjs";
import { ROOT } from "../support/paths.mjs";

/** Next.js is installed there alone. */
export const GUEST_BOOK = join(ROOT, "examples", "nextjs");

const NEXT = join(GUEST_BOOK, "node_modules", "next", "dist", "bin", "next");
const BUILD_MS = 180_000;

/** Builds the app in `folder`; gives what that printed. */
export async function buildSite(folder, env) {
  if (!existsSync(NEXT)) throw new Error(`no next in ${GUEST_BOOK}: run \`npm run setup\``);
  const { child, printed } = next(folder, ["build"], env);
  const [code] = await within("next build", once(child, "exit"), BUILD_MS);
  if (code !== 0) throw new Error(`next build failed:\n${printed.values.join("")}`);
  return printed.values.join("");
}

/** Serves what was built. */
export async function serveSite(folder, env) {
  const port = await freePort();
  const { child, printed } = next(folder, ["start", "-H", "127.0.0.1", "-p", String(port)], env);
  await printed.until("next start to listen", (text) => text.includes("Ready"));
  return {
    url: `http://127.0.0.1:${port}`,
    /** What the server printed of errors. */
    complaints: () => printed.values.filter((text) => /error|⨯/i.test(text)),
    async close() {
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      await within("next start to end", gone);
    },
  };
}

function next(folder, args, env) {
  const child = spawn(process.execPath, [NEXT, ...args], {
    cwd: folder,
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
