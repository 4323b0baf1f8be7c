"use client";
/**
 * What one `usePreloadedQuery` has come to with its payload.
 *
 * Owns: whether the payload is held until the user is known, and what was live last. Leaves to others: the hook.
 */

/** Of one hook; told after each commit. */
export class PreloadedPast {
  #payload: unknown;
  #isUserKnown = false;
  #live: unknown;

  /** Whether it was not yet known who the user is when this payload was last on the page. */
  isUserUnknown(payload: unknown): boolean {
    return payload !== this.#payload || !this.#isUserKnown;
  }

  /** What was live last below this payload; undefined before anything was. */
  live(payload: unknown): unknown {
    return payload === this.#payload ? this.#live : undefined;
  }

  /** The payload is on the page. */
  committed(payload: unknown, isUserKnown: boolean, live: unknown): void {
    this.#payload = payload;
    this.#isUserKnown = isUserKnown;
    this.#live = live;
  }
}
