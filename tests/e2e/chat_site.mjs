// The sample app as users get it: a production build for one deployment's address, served by
// `vite preview` on a free port.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { killAtExit, temporaryFolder } from "../support/cleanup.mjs";
import { Seen, within } from "../support/deadline.mjs";
import { freePort } from "../support/free_port.mjs";
import { CHAT } from "../support/paths.mjs";

const VITE = join(CHAT, "node_modules", "vite", "bin", "vite.js");

/** Builds and serves the app for the deployment at `address`. */
export async function startChatSite(address) {
  if (!existsSync(VITE)) throw new Error(`no vite in ${CHAT}: run \`npm run setup\``);
  const output = await temporaryFolder("chat-site");
  await build(address, output.path);
  const port = await freePort();
  const server = vite([
    "preview",
    "--outDir",
    output.path,
    "--port",
    String(port),
    "--strictPort",
    "--host",
    "127.0.0.1",
  ]);
  await within(
    "vite preview to listen",
    server.printed.until("its address", (line) => line.includes(`:${port}`)),
  );
  return {
    url: `http://127.0.0.1:${port}/`,
    async close() {
      const gone = once(server.child, "exit");
      server.child.kill("SIGTERM");
      await within("vite preview to end", gone);
      await output.remove();
    },
  };
}

async function build(address, outDir) {
  const { child, printed } = vite(["build", "--outDir", outDir, "--emptyOutDir"], {
    VITE_CONVEX_URL: address,
  });
  const [code] = await within("vite build", once(child, "exit"));
  if (code !== 0) throw new Error(`vite build of ${CHAT} failed:\n${printed.values.join("")}`);
}

function vite(args, env = {}) {
  const child = spawn(process.execPath, [VITE, ...args], {
    cwd: CHAT,
    env: { ...process.env, NO_COLOR: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  killAtExit(child);
  const printed = new Seen();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => printed.add(text));
  }
  return { child, printed };
}
