/**
 * What a worker has in place of `js/browser/complete.ts`: the page writes records out, for its own parser makes values in
 * less time than they take to cross.
 *
 * Owns: the frame that a record refers to, until it is sent along.
 */

import type { TransitionRecord } from "../../js/records.js";

let frame = "";

/** Leaves the record as it is; where it names queries by `sets`, the core has left out `queries`. */
export function complete(record: TransitionRecord, text: string): void {
  record.queries ??= [];
  if (record.sets ?? record.queries.some(({ whole }) => whole?.slice)) frame = text;
}

/** The frame that records since the last time refer to; empty where they refer to none. */
export function takeFrame(): string {
  const text = frame;
  frame = "";
  return text;
}
