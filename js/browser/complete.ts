/**
 * What the core writes in short, written out.
 *
 * Leaves to others: why it does (`src/record.rs`), the frames (`frames.ts`).
 */

import type { TransitionRecord } from "../records.js";

/** Writes out a record; `frame`: the text of the frame that it comes of. */
export function complete(record: TransitionRecord, frame: string): void {
  const { sets } = record;
  if (sets) {
    const { modifications } = JSON.parse(frame);
    record.queries = sets.map((query, at) => ({ query, whole: { set: modifications[at].value } }));
    return;
  }
  for (const { whole } of record.queries) {
    if (whole?.slice) whole.set = JSON.parse(frame.slice(...whole.slice));
  }
}
