// What must be the same after a step, once the named differences are taken out.

import { isDeepStrictEqual } from "node:util";
import { RULES } from "./rules.mjs";

/** What differs in a pair of observations, part by part. `context` lives as long as the script. */
export function compare(pair, context) {
  for (const rule of RULES) {
    const before = structuredClone(pair);
    const wasSame = differencesOf(pair).length === 0;
    rule.apply(pair, context);
    if (!wasSame && !isDeepStrictEqual(before, pair)) context.tally?.rule(rule.name);
  }
  context.memory.shown = pair.ours.shown;
  return differencesOf(pair);
}

function differencesOf({ official, ours }) {
  return Object.keys(official)
    .filter((part) => !isDeepStrictEqual(official[part], ours[part]))
    .map((part) => ({ part, official: official[part], ours: ours[part] }));
}
