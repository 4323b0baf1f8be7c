// The note that a running `npm start` leaves, so that a second one can say where the first one is.
// A note may outlive its writer, so it is believed only where the deployment in it answers.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { inTarget } from "../repo.mjs";

const ANSWERS_WITHIN_MS = 2_000;

/** `addresses`: `{ chat, deployment }`. */
export function noteRunning(addresses, file = noteFile()) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ pid: process.pid, ...addresses }));
}

/** Removes the note, if it is ours. */
export function forgetRunning(file = noteFile()) {
  if (readNote(file)?.pid === process.pid) rmSync(file, { force: true });
}

/** The addresses of a chat of this clone that runs already, or null. */
export async function alreadyRunning(file = noteFile()) {
  const note = readNote(file);
  if (note === null || !isAlive(note.pid)) return null;
  return (await isDeployment(note.deployment)) ? note : null;
}

const noteFile = () => inTarget("start.json");

function readNote(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null; // None, or half of one: nobody is known to run.
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM"; // It is there, and not ours.
  }
}

async function isDeployment(address) {
  try {
    const signal = AbortSignal.timeout(ANSWERS_WITHIN_MS);
    const response = await fetch(`${address}/instance_name`, { signal });
    return (await response.text()) === "lentil-local";
  } catch {
    return false;
  }
}
