// A long-lived child process: started, known to be ready by a line it prints, ended with everything
// it started. Leaves to others: what to do when it ends by itself.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { KnownError } from "../known_error.mjs";

const READY_WITHIN_MS = 120_000;
const POLITE_END_MS = 5_000;

/** What is needed to start one: `command`, its words, `cwd`, `env`, and the line that means ready. */
export function startService({ name, command, cwd, env, readyLine }) {
  // A process group of its own: Ctrl-C reaches it once, through us, and so do its children.
  const child = spawn(command[0], command.slice(1), {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  const ended = new Promise((done) => {
    child.on("error", (error) => done(`${name} cannot be started: ${error.message}`));
    child.on("exit", (code, signal) => done(`${name} ended (${signal ?? `exit code ${code}`})`));
  });
  const ready = new Promise((done) => {
    showLines(name, child.stdout, (line) => readyLine.test(line) && done());
    showLines(name, child.stderr, () => {});
  });
  return {
    ended,
    ready: () => firstOf(name, ready, ended),
    stop: () => stop(child, ended),
  };
}

function showLines(name, stream, onLine) {
  createInterface({ input: stream }).on("line", (line) => {
    process.stdout.write(`[${name}] ${line}\n`);
    onLine(line);
  });
}

/** Resolves once ready; rejects with the reason when that can no longer happen. */
async function firstOf(name, ready, ended) {
  let timer;
  const late = new Promise((done) => {
    timer = setTimeout(() => done(`${name} was not ready in time`), READY_WITHIN_MS);
  });
  const failure = await Promise.race([ready, ended, late]);
  clearTimeout(timer);
  if (failure) throw new KnownError(failure);
}

async function stop(child, ended) {
  signal(child, "SIGTERM");
  const timer = setTimeout(() => signal(child, "SIGKILL"), POLITE_END_MS);
  await ended;
  clearTimeout(timer);
  signal(child, "SIGKILL"); // what it may have left behind
}

function signal(child, name) {
  try {
    if (child.pid) process.kill(-child.pid, name);
  } catch {
    // The whole group has ended by itself.
  }
}
