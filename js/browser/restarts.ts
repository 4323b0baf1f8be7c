/**
 * When what has failed begins anew.
 *
 * Owns: the waits between attempts, the timer. Leaves to others: what begins (`core_host.ts`, `js/worker/core_host.ts`).
 */

/** A failure this long (ms) after the last one is a first one, which does not wait. */
const CALM = 60_000;
const FIRST_DELAY = 1_000;

/** The attempts of one thing. */
export class Restarts {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failedAt = Number.NEGATIVE_INFINITY;
  #delay = 0;

  /** It failed: `restart` is called once it is time. */
  schedule(restart: () => void): void {
    const now = performance.now();
    const isFirst = now - this.#failedAt > CALM;
    this.#delay = isFirst ? 0 : Math.min(Math.max(2 * this.#delay, FIRST_DELAY), CALM / 2);
    this.#failedAt = now;
    this.cancel();
    this.#timer = setTimeout(restart, this.#delay);
  }

  /** Nothing begins anew any more. */
  cancel(): void {
    clearTimeout(this.#timer);
  }
}
