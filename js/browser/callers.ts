/**
 * The promises of requests under way.
 *
 * Owns: who waits for which request, and the value or error that each comes to. Leaves to others: when a request is
 * settled (the core).
 */

import { decode, type FunctionLetter, functionError } from "../function_errors.js";
import { logFunctionLines } from "../function_logs.js";
import type { Logger } from "../logger.js";
import type { Settled } from "../records.js";

interface Caller {
  letter: FunctionLetter;
  name: string;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** What a caller is told whose request was lost with the core: it may have run. */
export function outcomeUnknown(letter: FunctionLetter, name: string): Error {
  return new Error(
    `[CONVEX ${letter}(${name})] Lentil's core failed and is started anew; whether it ran is unknown`,
  );
}

/** What a caller is told where there is no core at this moment. */
export function notSent(letter: FunctionLetter, name: string): Error {
  return new Error(
    `[CONVEX ${letter}(${name})] Lentil's core failed and is started anew; this was not sent`,
  );
}

/** Those who wait. */
export class Callers {
  readonly #callers = new Map<number, Caller>();
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** A promise for the outcome of a request. */
  wait(request: number, letter: FunctionLetter, name: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#callers.set(request, { letter, name, resolve, reject });
    });
  }

  /** Whether a mutation of this id is under way. */
  isMutation(request: number): boolean {
    return this.#callers.get(request)?.letter === "M";
  }

  /** The request ended before it was sent, by an error of the caller's own. */
  fail(request: number, error: unknown): void {
    this.#callers.get(request)?.reject(error);
    this.#callers.delete(request);
  }

  /** Nothing more will be heard of any request. */
  abandon(): void {
    for (const { letter, name, reject } of this.#callers.values())
      reject(outcomeUnknown(letter, name));
    this.#callers.clear();
  }

  /** The request ended. A value that cannot be decoded rejects. */
  settle(settled: Settled): void {
    const caller = this.#callers.get(settled.request);
    if (caller === undefined) return;
    this.#callers.delete(settled.request);
    const { letter, name } = caller;
    try {
      if ("error" in settled) caller.reject(functionError(letter, name, settled.error));
      else caller.resolve(decode(settled.value, settled.special));
    } catch (error) {
      caller.reject(error);
    }
    logFunctionLines(this.#logger, letter, name, settled.logLines);
    if ("error" in settled) {
      this.#logger.error(`[CONVEX ${letter}(${name})] ${settled.error.message}`);
    }
  }
}
