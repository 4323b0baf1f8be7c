"use client";
/**
 * The arguments of one hook as text.
 *
 * Owns: not encoding at each render what was encoded at the last one. Leaves to others: encoding (`js/functions.ts`).
 */

import type { Value } from "convex/values";
import { encodeArgs, parseArgs } from "../js/functions.js";

/** Remembers the arguments last encoded, by value: apps make them anew for each render, or change them in place. */
export class EncodedArgs {
  #last: Record<string, Value> = {};
  #text: string | undefined;

  /** @throws what is wrong with the arguments */
  encode(args: unknown): string {
    const parsed = parseArgs(args);
    if (this.#text === undefined || !areSame(parsed, this.#last)) {
      this.#text = encodeArgs(parsed);
      this.#last = { ...parsed };
    }
    return this.#text;
  }
}

/** Whether they are surely the same. What has parts may have changed within, so that it never is. */
function areSame(args: Record<string, Value>, last: Record<string, Value>): boolean {
  const names = Object.keys(args);
  const lastNames = Object.keys(last);
  if (names.length !== lastNames.length) return false;
  for (let at = 0; at < names.length; at++) {
    const name = names[at] as string;
    const value = args[name];
    if (name !== lastNames[at] || !Object.is(value, last[name])) return false;
    if (typeof value === "object" && value !== null) return false;
  }
  return true;
}
