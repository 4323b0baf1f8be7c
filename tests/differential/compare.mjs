// What must be the same after a step, once the named differences are taken out.

import { isDeepStrictEqual } from "node:util";
import { RULES } from "./rules.mjs";

/** What differs in a pair of observations, part by part. `context` lives as long as the script. */
export function compare(pair, context) {
  for (const side of Object.values(pair)) tidy(side);
  const { shows, state } = pair.ours;
  const wrong = takeOutRepeats(pair, context.memory);
  if (wrong.length > 0) return [{ part: "told", official: [], ours: wrong }];
  const wasSame = differencesOf(pair).length === 0;
  for (const rule of RULES) {
    const before = wasSame || JSON.stringify(pair);
    rule.apply(pair, context);
    if (!wasSame && JSON.stringify(pair) !== before) context.tally?.rule(rule.name);
  }
  Object.assign(context.memory, { known: { ...shows }, state: { ...state } });
  return wasSame ? [] : differencesOf(pair);
}

function differencesOf(pair) {
  const [official, ours] = [pair.official, pair.ours].map(parts);
  return Object.keys(official)
    .filter((part) => !isDeepStrictEqual(official[part], ours[part]))
    .map((part) => ({ part, official: official[part], ours: ours[part] }));
}

/** What a script keeps between its steps: what our subscribers know, and our state. */
export const newMemory = () => ({ known: {}, shows: {}, state: undefined });

/**
 * Takes out what subscribers of ours were told again, as those of the official client were, too (a new journal, say).
 * What no other was told again, and what they see and were not told, is wrong.
 */
function takeOutRepeats({ official, ours }, { known, wasHeld }) {
  const now = { ...known };
  const repeats = ours.events.filter(([kind, id, value]) => {
    if (kind === "settled") return false;
    const isAgain = now[id] === value && kind === "heard";
    now[id] = value;
    return isAgain;
  });
  ours.events = ours.events.filter((event) => !repeats.includes(event));
  const isRight = (repeat) => official.events.some((event) => isDeepStrictEqual(event, repeat));
  // What was held back is told step by step when all of it is there.
  const wrong = wasHeld ? [] : repeats.filter((repeat) => !isRight(repeat));
  return [...wrong, ...ours.events.filter(([kind]) => kind === "silent")];
}

/** Events by subscriber, the ends of requests in order, and the order of hearing and ending. */
function parts({ events, ...others }) {
  events = events.filter(([kind]) => kind !== "first");
  const heard = {};
  for (const [, id, value] of events.filter(([kind]) => kind !== "settled")) {
    heard[id] = [...(heard[id] ?? []), value];
  }
  const settled = events.filter(([kind]) => kind === "settled");
  const kinds = events.map(([kind]) => kind);
  const order = kinds.filter((kind, index) => kind !== kinds[index - 1]);
  return { ...others, heard, settled, order };
}

/** What is no difference: the session's name, and lines of the log that are not about functions. */
function tidy(side) {
  for (const frame of side.wire) {
    if (frame.type === "Connect") frame.sessionId = /^[0-9a-f-]{36}$/.test(frame.sessionId);
  }
  side.logs = [];
}
