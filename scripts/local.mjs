// `npm run local -- FOLDER [--port N] [--memory | --data DIR]`: the embedded deployment for an app's
// folder. Builds the program where it is out of date; its arguments are its own.

import { spawn } from "node:child_process";
import { KnownError, UsageError } from "./lib/known_error.mjs";
import { buildLocalBinary, localBinary } from "./lib/local_binary.mjs";
import { main } from "./lib/say.mjs";
import { BUILD, setUp } from "./lib/setup.mjs";
import { ENDING, toldToEnd } from "./lib/start/signals.mjs";

const USAGE =
  "usage: npm run local -- FOLDER [--port 3210] [--memory | --data DIR] [--env NAME=VALUE]...\n" +
  "FOLDER is the app: the folder that holds convex/.";

await main(async () => {
  if (process.argv.length < 3) throw new UsageError(USAGE);
  if (process.argv.includes("--help")) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  await setUp(BUILD);
  await buildLocalBinary();
  return runToItsEnd(localBinary(), process.argv.slice(2));
});

/** The program's exit code; a request to end is passed on, and its goodbye is waited for. */
function runToItsEnd(program, args) {
  return new Promise((done, fail) => {
    // Where npm was called, so that FOLDER means what the user sees.
    const cwd = process.env.INIT_CWD ?? process.cwd();
    const child = spawn(program, args, { cwd, stdio: "inherit", detached: true });
    toldToEnd().then((signal) => child.kill(signal === "SIGHUP" ? "SIGTERM" : signal));
    child.on("error", (error) => fail(new KnownError(`cannot start ${program}: ${error.message}`)));
    child.on("exit", (code, signal) => {
      if (signal && !ENDING.includes(signal)) fail(new KnownError(`${program} ended by ${signal}`));
      else done(code ?? 0);
    });
  });
}
