// Waiting on events in tests: every wait has the one generous deadline and says what it waited for.

import { setImmediate as nextTurn } from "node:timers/promises";

export const DEADLINE_MS = 60_000;

/** `promise`, or an error naming `what` once the deadline has passed. */
export async function within(what, promise, ms = DEADLINE_MS) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${ms} ms in vain: ${what}`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Resolves once `condition` holds, for what has no event: looked at once per turn of the event loop. */
export async function until(what, condition) {
  const end = Date.now() + DEADLINE_MS;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`waited ${DEADLINE_MS} ms in vain: ${what}`);
    await nextTurn();
  }
}

/** Collects values as they come; `until` waits for one that satisfies the predicate, past or future. */
export class Seen {
  values = [];
  #waiting = new Set();

  add(value) {
    this.values.push(value);
    for (const check of this.#waiting) check();
  }

  until(what, predicate) {
    return within(
      what,
      new Promise((resolve, reject) => {
        const check = () => {
          try {
            const found = this.values.find(predicate);
            if (found === undefined) return;
            this.#waiting.delete(check);
            resolve(found);
          } catch (error) {
            this.#waiting.delete(check);
            reject(error);
          }
        };
        this.#waiting.add(check);
        check();
      }),
    );
  }
}
