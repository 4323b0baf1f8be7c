// An app that does to its results what it should not. Only containers that are told apart by the core hold whole again
// with the next change (docs/differences.md), so only large ones are spoiled.

import { below, pick } from "./trees.mjs";

const weight = (value) => JSON.stringify(value)?.length ?? 0;

/** Sorts, fills, empties or edits a result in place, and now and then large parts of it, too. */
export function spoil(random, result) {
  if (typeof result !== "object" || result === null || random() < 0.3) return;
  const least = Math.max(4_096, weight(result) / 8);
  for (const part of Object.values(result)) {
    if (typeof part === "object" && weight(part) > least) spoil(random, part);
  }
  if (Array.isArray(result)) pick(random, ARRAY)(result, random);
  else pick(random, OBJECT)(result, random);
}

const ARRAY = [
  (list) => list.reverse(),
  (list) => list.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? 1 : -1)),
  (list) => list.push({ _id: "the app's own" }, "more"),
  (list) => list.unshift(list.at(-1)),
  (list, random) => list.splice(below(random, list.length), 2),
  (list) => list.fill(list[0]),
  (list) => {
    list.length = 0;
  },
];

const OBJECT = [
  (object) => Object.assign(object, { more: "the app's own" }),
  (object) => {
    delete object[Object.keys(object)[0]];
  },
  (object) => {
    for (const name of Object.keys(object)) object[name] = null;
  },
];
