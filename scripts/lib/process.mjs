// Child processes: run one and wait, with its output shown or captured.
// Leaves to others: long-lived services (start/service.mjs) and counted tests (test/runner.mjs).

import { spawn, spawnSync } from "node:child_process";
import { CommandFailed } from "./known_error.mjs";
import { root } from "./repo.mjs";

const spelled = (command, args) => [command, ...args].join(" ");

/** Runs a command with its output shown; rejects when it fails. */
export function run(command, args, { cwd = root, env = {} } = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.on("error", (error) =>
      fail(new CommandFailed(`cannot start ${command}: ${error.message}`)),
    );
    child.on("close", (code, signal) => {
      if (code === 0) done();
      else
        fail(new CommandFailed(`${spelled(command, args)} failed (${signal ?? `exit ${code}`})`));
    });
  });
}

/** Runs a command out of sight and gives what it wrote; throws with that text when it fails. */
export function capture(command, args, { cwd = root, env = {} } = {}) {
  const result = attempt(command, args, { cwd, env });
  if (result.ok) return result.stdout;
  throw new CommandFailed(`${spelled(command, args)} failed:\n${result.stderr || result.stdout}`);
}

/** Runs a command out of sight; a failure is an answer, not an exception. */
export function attempt(command, args, { cwd = root, env = {} } = {}) {
  const result = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    stdio: ["ignore", "pipe", "pipe"],
  });
  return {
    ok: result.status === 0,
    stdout: result.stdout ?? "",
    stderr: result.error ? result.error.message : (result.stderr ?? ""),
  };
}

/** Whether a command can be started at all. */
export const isInstalled = (command) => attempt(command, ["--version"]).ok;
