// Waiting for what has no event of its own: looked at once per turn of the event loop, under the one deadline.

import { setImmediate } from "node:timers/promises";
import { DEADLINE_MS } from "../support/deadline.mjs";

/** Resolves once `condition` holds. */
export async function until(what, condition) {
  const end = Date.now() + DEADLINE_MS;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`waited ${DEADLINE_MS} ms in vain: ${what}`);
    await setImmediate();
  }
}
