// Runs one stage: its commands one after the other, output shown as it comes and kept for counting.
// A stage that does not end is ended, with everything it started, and counts as failed.

import { spawn } from "node:child_process";
import { setTimeout as later } from "node:timers/promises";
import { root } from "../repo.mjs";
import { settle } from "./counts.mjs";

// Generous: the longest stage compiles SQLite and QuickJS on two cores.
const DEADLINE_MS = 20 * 60 * 1000;

/** What is told to end has so long to end what it started elsewhere: tests/support/cleanup.mjs. */
const GRACE_MS = 10_000;

/** How often it is looked whether a group is gone, which nothing tells. */
const LOOK_MS = 20;

/** Runs a stage and gives `{ passed, failed }`. */
export async function runStage(stage, env, graceMs = GRACE_MS) {
  let areAllOk = true;
  let output = "";
  for (const [command, ...args] of stage.commands) {
    process.stdout.write(`$ ${[command, ...args].map(shortened).join(" ")}\n`);
    const result = await runShown(command, args, env, graceMs);
    output += `${result.output}\n`;
    areAllOk &&= result.isOk;
  }
  if (stage.commands.length === 0) {
    process.stdout.write("no tests were found\n");
    areAllOk = false;
  }
  return settle(stage.count(output, areAllOk), areAllOk);
}

const shortened = (word) => (word.startsWith(`${root}/`) ? word.slice(root.length + 1) : word);

function runShown(command, args, env, graceMs) {
  return new Promise((done) => {
    // A process group of its own, so that ending it ends browsers and deployments as well.
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const group = endsWithUs(child, graceMs);
    const parts = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text) => {
        parts.push(text);
        process.stdout.write(text);
      });
    }
    child.on("error", (error) => {
      process.stdout.write(`cannot start ${command}: ${error.message}\n`);
      group.release();
      done({ isOk: false, output: parts.join("") });
    });
    // What a test left behind must not keep the stage open: it ends with its group.
    child.on("exit", group.end);
    child.on("close", async (code) => {
      await group.end();
      group.release();
      done({ isOk: code === 0, output: parts.join("") });
    });
  });
}

/** Ends the child's whole group on a deadline or when we are told to end. */
function endsWithUs(child, graceMs) {
  let ended;
  const end = () => {
    ended ??= endGroup(child, graceMs);
    return ended;
  };
  const late = setTimeout(() => {
    process.stdout.write(`ended after ${DEADLINE_MS / 60_000} minutes\n`);
    end();
  }, DEADLINE_MS);
  const onSignal = async () => {
    await end();
    process.exit(130);
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  const release = () => {
    clearTimeout(late);
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  };
  return { end, release };
}

/** Tells a group to end, ends it by force where it does not in time, and resolves once that is done. */
async function endGroup(child, graceMs) {
  const end = performance.now() + graceMs;
  let isThere = signalGroup(child, "SIGTERM");
  while (isThere && performance.now() < end) {
    await later(LOOK_MS);
    isThere = signalGroup(child, 0);
  }
  if (isThere) signalGroup(child, "SIGKILL");
}

/** Whether there was anything in the group that the signal was for. */
function signalGroup(child, signal) {
  try {
    return process.kill(-child.pid, signal);
  } catch {
    return false;
  }
}
