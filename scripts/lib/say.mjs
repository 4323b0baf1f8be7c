// What the scripts print: one line a step, and how a script ends on an error.

import { KnownError } from "./known_error.mjs";

/** Says what is being done, or was found. */
export const say = (line) => process.stdout.write(`[lentil] ${line}\n`);

/** Runs the body of a script; an error becomes one readable message and exit code 1. */
export async function main(body) {
  try {
    process.exitCode = (await body()) ?? 0;
  } catch (error) {
    const isKnown = error instanceof KnownError;
    process.stderr.write(`[lentil] ${isKnown ? error.message : error.stack}\n`);
    process.exitCode = 1;
  }
}

/** `1.2 s`, for the time since `start` (of `performance.now()`). */
export const secondsSince = (start) => `${((performance.now() - start) / 1000).toFixed(1)} s`;
