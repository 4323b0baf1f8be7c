// The embedded deployment as a child process: start, kill, stop, start again on the same port and data.
// Owns the process and its data folder. Leaves to the tests: what is asked of it.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { killAtExit, temporaryFolder } from "./cleanup.mjs";
import { within } from "./deadline.mjs";
import { freePort } from "./free_port.mjs";
import { CHAT, LOCAL_BIN } from "./paths.mjs";

const READY = "Lentil local deployment ready: ";

/** Starts `folder` (the sample app unless given) with a data folder of its own; `env` is its functions'. */
export async function startDeployment({ folder = CHAT, env = {} } = {}) {
  const data = await temporaryFolder("data");
  const deployment = new Deployment({ folder, env, data, port: await freePort() });
  await deployment.start();
  return deployment;
}

class Deployment {
  #settings;
  #child = null;
  #output = [];

  constructor(settings) {
    this.#settings = settings;
    this.url = `http://127.0.0.1:${settings.port}`;
  }

  async start() {
    const { folder, env, data, port } = this.#settings;
    if (!existsSync(LOCAL_BIN)) {
      throw new Error(
        `no deployment program at ${LOCAL_BIN}: run \`npm run build\` or set LENTIL_LOCAL_BIN`,
      );
    }
    const variables = Object.entries(env).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
    const args = [folder, "--port", String(port), "--data", data.path, ...variables];
    const child = spawn(LOCAL_BIN, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    killAtExit(child);
    await within(`the ready line of ${LOCAL_BIN}`, this.#readyLine(child));
  }

  /** SIGKILL: no goodbye on the sockets, nothing written any more. */
  async kill() {
    await this.#end("SIGKILL");
  }

  /** The polite end that Ctrl-C and service managers ask for. */
  async stop() {
    await this.#end("SIGTERM");
  }

  /** Freezes the process: connections stay open and nothing answers. Ends with `kill`. */
  freeze() {
    this.#child.kill("SIGSTOP");
  }

  /** Ends the process and forgets its data. */
  async close() {
    await this.kill();
    await this.#settings.data.remove();
  }

  /** What the process printed, for the message of a failure. */
  get output() {
    return this.#output.join("\n");
  }

  async #readyLine(child) {
    const ready = new Promise((resolve) => {
      this.#readLines(child.stdout, (line) => {
        if (line.startsWith(READY)) resolve();
      });
    });
    this.#readLines(child.stderr, () => {});
    const failed = once(child, "exit").then(([code, signal]) => {
      throw new Error(
        `${LOCAL_BIN} ended before it was ready (${signal ?? `code ${code}`}):\n${this.output}`,
      );
    });
    await Promise.race([ready, failed]);
    failed.catch(() => {});
  }

  #readLines(stream, onLine) {
    createInterface({ input: stream }).on("line", (line) => {
      this.#output.push(line);
      onLine(line);
    });
  }

  async #end(signal) {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill(signal);
    await within(`${LOCAL_BIN} to end on ${signal}`, gone);
  }
}
