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
  /** How many of them are only assumed. */
  #skipped = 0;
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
    const ourAdds = new Map(
      ours.flatMap(({ modifications }) =>
        modifications.filter(({ type }) => type === "Add").map((add) => [keyOfAdd(add), add]),
      ),
    );
    const net = isRestart ? this.#restart(theirs, ourAdds) : this.#compose(theirs, ourAdds);
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
  #restart(theirs, ourAdds) {
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
  #compose(frames, ourAdds) {
    const byKey = new Map();
    for (const edit of frames.flatMap((frame) => frame.modifications)) {
      const key = edit.type === "Add" ? keyOfAdd(edit) : this.#key.get(edit.queryId);
      if (edit.type === "Add") this.#key.set(edit.queryId, key);
      byKey.set(key, [...(byKey.get(key) ?? []), edit]);
    }
    // In the order of their ids: each that one side did not use up moves those behind it.
    const adds = [...byKey].flatMap(([key, edits]) =>
      edits.filter(({ type }) => type === "Add").map((add) => ({ add, key, first: edits[0] })),
    );
    for (const { add, key, first } of adds.sort((a, b) => a.add.queryId - b.add.queryId)) {
      if (add === first) this.#announce(add.queryId, ourAdds.get(key)?.queryId);
      else this.#keep(add.queryId, this.#translated(first.queryId));
    }
    return [...byKey.values()].flatMap((edits) => this.#composeOne(edits));
  }

  /** What the edits of one query come to. */
  #composeOne(edits) {
    const [first, last] = [edits[0], edits.at(-1)];
    // As if it had never left: what it was first watched with holds.
    if (first.type === last.type) return [{ ...first, queryId: this.#translated(first.queryId) }];
    return [];
  }

  #translated(id) {
    return this.#ourId.get(id) ?? id - this.#unused.filter((gap) => gap < id).length;
  }

  /** A query that both announce says which id is theirs and which is ours. */
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

  /** Ids before this one were given by theirs alone; fewer than was thought where the count is below 0. */
  #skip(theirs, count) {
    if (count === 0 || count > this.allowance || -count > this.#skipped) return;
    this.allowance -= count;
    this.#skipped += count;
    this.#kept.add(theirs);
    for (let i = 0; i < count; i++) this.#unused.push(theirs - 0.5);
    for (let i = 0; i > count; i--) this.#unused.pop();
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
