/**
 * What a text repeats of another.
 *
 * Owns: finding long equal runs quickly, not all of them. Strings are compared in slices, which makes no copies and runs at the
 * speed of memory; nothing here looks at single characters but at the ends of a run.
 */

/** A text as parts of another, each behind something new. */
export interface Repetition {
  /** What is new: before each part, and at last behind them all. */
  fresh: string[];
  /** Where the parts are in the other text, in UTF-16 code units. */
  parts: [from: number, count: number][];
}

/** A shorter run is not worth a step. */
const SHORTEST_RUN = 64;
/** How far a run may have moved to be found again: a document or a few. */
const REACH = 4096;
/** Parts that are short on average cost more than they save, once there are a few. */
const [A_FEW_PARTS, SHORTEST_MEAN] = [8, 1024];

/** What `text` repeats of `old`. */
export function findRepetition(old: string, text: string): Repetition {
  const found: Repetition = { fresh: [], parts: [] };
  let [at, told, shift, pause] = [0, 0, 0, SHORTEST_RUN];
  const isWorthIt = () =>
    found.parts.length < A_FEW_PARTS || told > SHORTEST_MEAN * found.parts.length;
  while (at < text.length && isWorthIt()) {
    let run = commonRun(old, at + shift, text, at);
    if (run < SHORTEST_RUN) {
      shift = shiftOf(old, text, at, shift);
      run = commonRun(old, at + shift, text, at);
    }
    if (run < SHORTEST_RUN) {
      // The longer nothing is found, the less is it looked for.
      at += pause;
      pause *= 2;
      continue;
    }
    const [start, end] = [
      splits(text, at) ? at + 1 : at,
      at + run - (splits(text, at + run) ? 1 : 0),
    ];
    found.fresh.push(text.slice(told, start));
    found.parts.push([start + shift, end - start]);
    told = end;
    at += run + SHORTEST_RUN;
    pause = SHORTEST_RUN;
  }
  found.fresh.push(text.slice(told));
  return found;
}

/** Whether the text has long parts in common with another, at about the same distance from its start or from its end. */
export function resembles(old: string, text: string): boolean {
  const middle = text.length >> 1;
  return [0, old.length - text.length].some((shift) => placeOf(old, text, middle, shift) >= 0);
}

/** How many code units are the same from two places on, but for a few at the end. */
function commonRun(old: string, from: number, text: string, at: number): number {
  if (from < 0) return 0;
  const most = Math.min(old.length - from, text.length - at);
  let [count, size, isGrowing] = [0, SHORTEST_RUN, true];
  while (count < most) {
    const part = Math.min(size, most - count);
    const [one, other] = [from + count, at + count];
    if (old.slice(one, one + part) === text.slice(other, other + part)) {
      count += part;
      if (isGrowing) size *= 2;
    } else if (part <= 16) {
      break;
    } else {
      isGrowing = false;
      size = part >> 1;
    }
  }
  return count;
}

/** By how much what stands here in `text` is further on in `old`; where it is not nearby, as before. */
function shiftOf(old: string, text: string, at: number, shift: number): number {
  const place = placeOf(old, text, at, shift);
  return place < 0 ? shift : place - at;
}

/** Where in `old` stands what stands here in `text`, if not far from where it is looked for. */
function placeOf(old: string, text: string, at: number, shift: number): number {
  const from = Math.max(0, at + shift - REACH);
  const near = old.slice(from, Math.max(0, at + shift + REACH));
  const place = near.indexOf(text.slice(at, at + SHORTEST_RUN));
  return place < 0 ? place : from + place;
}

/** Whether a character of two code units lies across this place. */
function splits(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00;
}
