// The query set as two clients told it to their servers, when one of them makes up the edits of a tick.
//
// Owns: which id of the one is which of the other, how far their versions are apart. Leaves to others: when that is
// allowed (`rules.mjs`).

import { isDeepStrictEqual } from "node:util";
import { keyOf } from "./wire.mjs";

/** What is known of the ids and versions of a pair. */
export class EditLedger {
  /** How often ids may come to differ, for what was done within ticks. */
  allowance = 0;
  #ourId = new Map();
  /** Ids of theirs for which none of ours was used up. */
  #unused = [];
  #offset = 0;
  #key = new Map();
  #newestOfOurs = -1;
  /** Ids of theirs for queries that never left in our eyes, or may not have. */
  #kept = new Set();

  /** Puts the official client's frames in our terms, where they come to the same. */
  translate(official, ours) {
    const [theirParts, ourParts] = [segments(official), segments(ours)];
    if (theirParts.length !== ourParts.length) return official;
    return theirParts.flatMap((part, index) => {
      if (part[0]?.type === "Connect") this.#offset = 0;
      return isEdits(part) || isEdits(ourParts[index]) ? this.#run(part, ourParts[index]) : part;
    });
  }

  #run(theirs, ours) {
    const isRestart = theirs[0]?.baseVersion === 0;
    const net = isRestart ? this.#restart(theirs, ours) : this.#compose(theirs);
    const edits = ours.flatMap((frame) => frame.modifications);
    if (ours.length > 1 || theirs.length < ours.length) return theirs;
    if (!isDeepStrictEqual(sorted(net), sorted(edits))) return theirs;
    const base = theirs[0].baseVersion - this.#offset;
    if (ours.length === 1 && ours[0].baseVersion !== base) return theirs;
    this.#offset += theirs.length - ours.length;
    for (const { queryId } of edits) this.#newestOfOurs = Math.max(this.#newestOfOurs, queryId);
    return structuredClone(ours);
  }

  /** A new connection's announcement: the same queries, in any order where ids have come to differ. */
  #restart(theirs, ours) {
    const ourAdds = new Map(ours[0]?.modifications.map((add) => [keyOfAdd(add), add]));
    return theirs.flatMap((frame) =>
      frame.modifications.map((add) => {
        const key = keyOfAdd(add);
        this.#key.set(add.queryId, key);
        const our = ourAdds.get(key);
        this.#announce(add.queryId, our?.queryId);
        // As if it had never left: the journal that it had holds.
        if (this.#kept.has(add.queryId) && our) return our;
        return { ...add, queryId: this.#translated(add.queryId) };
      }),
    );
  }

  /** What several edits come to. */
  #compose(frames) {
    const byKey = new Map();
    for (const edit of frames.flatMap((frame) => frame.modifications)) {
      const key = edit.type === "Add" ? keyOfAdd(edit) : this.#key.get(edit.queryId);
      if (edit.type === "Add") this.#key.set(edit.queryId, key);
      byKey.set(key, [...(byKey.get(key) ?? []), edit]);
    }
    return [...byKey.values()].flatMap((edits) => this.#composeOne(edits));
  }

  #composeOne(edits) {
    const [first, last] = [edits[0], edits.at(-1)];
    for (const edit of edits.slice(1)) {
      if (edit.type === "Add") this.#keep(edit.queryId, this.#translated(first.queryId));
    }
    // As if it had never left: what it was first watched with holds.
    if (first.type === last.type) return [{ ...first, queryId: this.#translated(first.queryId) }];
    return [];
  }

  #translated(id) {
    return this.#ourId.get(id) ?? id - this.#unused.filter((gap) => gap < id).length;
  }

  /** A new connection says which id is theirs and which is ours. */
  #announce(theirs, ours) {
    if (ours === undefined) return;
    if (ours < this.#newestOfOurs) this.#keep(theirs, ours);
    else this.#skip(theirs, this.#translated(theirs) - ours);
    this.#newestOfOurs = Math.max(this.#newestOfOurs, ours);
  }

  /** Theirs got a new id where ours kept the one it had. */
  #keep(theirs, ours) {
    if (this.allowance < 1 || this.#translated(theirs) === ours) return;
    this.allowance--;
    this.#kept.add(theirs);
    this.#ourId.set(theirs, ours);
    this.#unused.push(theirs);
  }

  /** Ids before this one were given by theirs alone. */
  #skip(theirs, count) {
    if (count < 1 || count > this.allowance) return;
    this.allowance -= count;
    this.#kept.add(theirs);
    for (let i = 0; i < count; i++) this.#unused.push(theirs - 0.5);
  }
}

const keyOfAdd = ({ udfPath, args }) => keyOf({ path: udfPath, args: args[0] });
const isEdits = (part) => part[0]?.type === "ModifyQuerySet";
const sorted = (edits) =>
  edits.toSorted((a, b) => a.queryId - b.queryId || (a.type < b.type ? -1 : 1));

/** Runs of edits, and the single frames between them; there is a run (perhaps empty) before and behind each frame. */
function segments(wire) {
  const parts = [[]];
  for (const frame of wire) {
    if (frame.type === "ModifyQuerySet") parts.at(-1).push(frame);
    else parts.push([frame], []);
  }
  return parts;
}
