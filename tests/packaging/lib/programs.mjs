// Programs of a project: run to their end, or started and kept until the row is done. Each is a process group of its
// own, as dev servers start helpers, and ends with everything that it started.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { killAtExit } from "../../support/cleanup.mjs";
import { Seen, within } from "../../support/deadline.mjs";

/** A build, on a machine that does other work too. */
const BUILD_MS = 240_000;

export class Programs {
  #folder;
  #env;
  #leftovers;
  #started = new Set();

  /** Programs of the project in `folder`; what they leave behind is to be in the folder `leftovers`. */
  constructor(folder, { leftovers, env = {} }) {
    this.#folder = folder;
    this.#leftovers = leftovers;
    this.#env = env;
  }

  /** Runs a program of the project, or of the machine, and gives what it printed; throws with that where it fails. */
  async run(command, args = [], { env } = {}) {
    const program = this.#spawn(command, args, env);
    const [code, signal] = await within(spelled(command, args), program.closed, BUILD_MS).catch(
      (error) => {
        throw new Error(`${error.message}; printed:\n${program.output()}`);
      },
    );
    if (code === 0) return program.output();
    throw new Error(`${spelled(command, args)}: ${signal ?? `exit ${code}`}\n${program.output()}`);
  }

  /** Starts a program and waits until it has printed what `ready` matches; `match` is the match. */
  async start(command, args, { env, ready }) {
    const program = this.#spawn(command, args, env);
    const isReady = program.printed.until(`${spelled(command, args)} to print ${ready}`, () =>
      ready.test(program.output()),
    );
    const hasEnded = program.closed.then(([code]) => {
      throw new Error(`${spelled(command, args)} ended (${code}) before it was ready`);
    });
    hasEnded.catch(() => {});
    await Promise.race([isReady, hasEnded]).catch((error) => {
      throw new Error(`${error.message}; printed:\n${program.output()}`);
    });
    return { output: program.output, match: program.output().match(ready), end: program.end };
  }

  /** Ends what still runs. */
  async endAll() {
    await Promise.all([...this.#started].map((program) => program.end()));
  }

  #spawn(command, args, env) {
    // The project's programs first, as npm scripts have them, then the Node that runs this.
    const path = [join(this.#folder, "node_modules", ".bin"), dirname(process.execPath)];
    const child = spawn(command, args, {
      cwd: this.#folder,
      env: {
        ...process.env,
        PATH: [...path, process.env.PATH].join(":"),
        NO_COLOR: "1",
        FORCE_COLOR: undefined,
        NODE_TEST_CONTEXT: undefined,
        TMPDIR: this.#leftovers,
        XDG_CONFIG_HOME: join(this.#leftovers, "config"),
        XDG_CACHE_HOME: join(this.#leftovers, "cache"),
        DENO_DIR: join(this.#leftovers, "deno"),
        ...this.#env,
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const program = programOf(child);
    this.#started.add(program);
    program.closed.finally(() => this.#started.delete(program)).catch(() => {});
    return program;
  }
}

function programOf(child) {
  const printed = new Seen();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => printed.add(stripVTControlCharacters(text)));
  }
  const kill = (signal) => killGroup(child, signal);
  killAtExit({ kill, once: (event, listener) => child.once(event, listener) });
  const closed = once(child, "close");
  // What it started must not keep its output open.
  child.once("exit", () => kill("SIGKILL"));
  return {
    printed,
    closed,
    output: () => printed.values.join(""),
    async end() {
      kill("SIGKILL");
      await within("a program to end", closed);
    },
  };
}

function killGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Everything in the group has ended by itself, or nothing was started.
  }
}

const spelled = (command, args) => [command, ...args].join(" ");
