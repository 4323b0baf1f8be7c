// What belongs to a browser that is driven: its processes and folders. All of it ends with the browser, or with a launch
// that fails.

import { spawn } from "node:child_process";
import { killAtExit, temporaryFolder } from "../../support/cleanup.mjs";
import { within } from "../../support/deadline.mjs";

/** A browser that does not end when told to is ended. */
const END_MS = 10_000;

export class Belongings {
  #ends = [];

  /** Gives what `make` makes of belongings; where it fails, they are ended. */
  static async during(make) {
    const belongings = new Belongings();
    try {
      return await make(belongings);
    } catch (error) {
      // Why it failed matters, not what else does by now.
      await belongings.end().catch(() => {});
      throw error;
    }
  }

  /** Starts a program, which `signal` ends; `untilEnd(promise)` is the promise, or an error once it has ended by itself. */
  start(command, args, { signal = "SIGTERM", ...options } = {}) {
    const child = spawn(command, args, options);
    killAtExit(child);
    const gone = new Promise((resolve) => {
      child.once("exit", (code, by) => resolve(new Error(`${command} ended (${code ?? by})`)));
      child.once("error", resolve);
    });
    this.add(async () => {
      child.kill(signal);
      try {
        await within(`${command} to end`, gone, END_MS);
      } finally {
        child.kill("SIGKILL");
      }
    });
    const failure = gone.then((error) => Promise.reject(error));
    failure.catch(() => {});
    return { child, untilEnd: (promise) => Promise.race([promise, failure]) };
  }

  /** A folder; its path. */
  async folder(name) {
    const { path, remove } = await temporaryFolder(name);
    this.add(remove);
    return path;
  }

  /** Something else to be done in the end. */
  add(end) {
    this.#ends.push(end);
  }

  /** Ends all of it, the latest first, whatever of it fails. */
  async end() {
    const failures = [];
    for (const end of this.#ends.splice(0).reverse()) {
      await Promise.resolve()
        .then(end)
        .catch((error) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }
}
