// The named differences of lists in pages, each as a rule: what of a pair of observations it accepts, by taking it out.
//
// `difference` is the beginning of the row of docs/differences.md that a rule stands for. Where a difference changes
// what the two have from there on, the script is over (`memory.parted`); ours must have done what the row says.

import { isDeepStrictEqual } from "node:util";

const shared = (pair, parts) => {
  for (const part of parts) pair.official[part] = structuredClone(pair.ours[part]);
};
const WIRE = ["edits", "watched"];
const ALL = ["isCalm", "shown", "told", "turns", "returned", "settled", "warnings", ...WIRE];

/** From here on the two are not comparable. */
const part = (pair, { memory }) => {
  shared(pair, [...ALL, "thrown"]);
  memory.parted = true;
};

const isClient = ({ script }) => script.face === "onPaginatedUpdate_experimental";

export const RULES = [
  {
    // It throws at the first transition in which a page has failed, and silences whoever comes behind.
    name: "a page that fails silences nobody",
    difference: "One failing page of a list in pages is that list's error and silences no other",
    apply(pair, context) {
      const { official, ours } = pair;
      if (official.thrown.length === 0 || ours.thrown.length > 0) return;
      if (!official.thrown.every((text) => FAILED.test(text))) return;
      // A half is not shown before the other one is there.
      const isOfHalf = context.sides.ours.table.failing?.endsWith("half");
      if (!isOfHalf && !FAILED.test(JSON.stringify([ours.shown, ours.warnings]))) return;
      if (isClient(context) || context.script.face.includes("_experimental")) part(pair, context);
    },
  },
  {
    // The official client takes another list of the same pages for it, or throws.
    name: "a list that is gone loads nothing",
    difference: "A list in pages that nobody watches any more loads nothing",
    apply(pair, context) {
      const { step, sides } = context;
      const { earlier, lives, lists } = sides.ours;
      if (step.kind !== "moreOfEarlier" || !isDeepStrictEqual(pair.ours.returned, [false])) return;
      const isGone = !lists.has(step.list) || earlier.get(step.list).life !== lives.get(step.list);
      if (!isGone || isDeepStrictEqual(pair.official.returned, [false])) return;
      if (GONE.test(pair.official.returned[0])) shared(pair, ["returned"]);
      else if (pair.ours.edits.length === 0) part(pair, context);
    },
  },
  {
    name: "a list that is left and come back to keeps its pages",
    difference: "A list in pages that nobody watches any more loads nothing",
    apply(pair, context) {
      if (context.step.kind !== "leaveAndReturn" || !isClient(context)) return;
      const isKept = isDeepStrictEqual(pair.ours.shown, context.memory.shown);
      if (isKept && pair.ours.edits.length === 0) part(pair, context);
    },
  },
  {
    // Where several pages are the first that fits, a helper writes into another; all else is the same.
    name: "an update sees what is watched, in its order",
    difference: "An optimistic update sees the queries that are watched",
    apply(pair, context) {
      const { official, ours } = pair;
      const { sides, memory } = context;
      const wasInFlight = memory.inFlight > 0 || sides.ours.inFlight > 0;
      memory.inFlight = sides.ours.inFlight;
      const areSeveral = sides.ours.lists.size > 1 || sides.ours.isDown;
      const areLeft = ours.edits.some((edit) => JSON.parse(edit).isGone);
      if (!wasInFlight || !(areSeveral || areLeft)) return;
      const told = ({ told }) => withoutMine(told, memory.shown);
      if (!isDeepStrictEqual(told(official), told(ours))) return;
      shared(pair, ["told"]);
      if (!areSeveral || isDeepStrictEqual(official, ours)) return;
      if (isDeepStrictEqual(withoutMine(official.shown), withoutMine(ours.shown))) {
        part(pair, context);
      }
    },
  },
  {
    // The official client splits nothing behind a page that it does not show any more.
    name: "results stay over a reconnect",
    difference: "After a reconnect results stay until the first transition that covers them",
    apply(pair, context) {
      const { sides, memory } = context;
      const { isCatchingUp } = sides.ours;
      const wasCatchingUp = isCatchingUp || memory.wasCatchingUp;
      memory.wasCatchingUp = isCatchingUp;
      if (!wasCatchingUp) return;
      shared(pair, ["told"]);
      if (isCatchingUp) shared(pair, ["shown"]);
      if (!isDeepStrictEqual(pair.official.edits, pair.ours.edits)) part(pair, context);
    },
  },
  {
    // What both are told again is told no more often.
    name: "equal results notify nobody",
    difference: "Equal results notify nobody",
    apply({ official, ours }, { memory, step }) {
      memory.known ??= {};
      const known = { ...memory.known };
      for (const [id, told] of Object.entries(ours.told)) {
        const before = official.told[id] ?? [];
        if (told.some((value) => timesIn(told, value) > timesIn(before, value))) return;
        if (told.length > 0) memory.known[id] = told.at(-1);
      }
      // Who is told nothing new, or something for the first time, has no turn to compare.
      const areBoth = [official, ours].every(({ turns }) => new Set(turns).size === 2);
      if (!areBoth || BEGINS.has(step.kind)) official.turns = ours.turns;
      for (const side of [official, ours]) {
        side.told = Object.fromEntries(
          Object.entries(side.told).map(([id, told]) => [id, news(told, known[id])]),
        );
      }
    },
  },
];

/** What is shown or told by list, without rows of updates; each only once. */
function withoutMine(byList, before = {}) {
  const isMine = (row) => row.endsWith(" by me");
  const plain = (its) => JSON.stringify(its?.rows ? its.rows.filter((row) => !isMine(row)) : its);
  const entries = Object.entries(byList).map(([id, its]) => [
    id,
    [before[id], its].flat().map(plain),
  ]);
  return Object.fromEntries(entries.map(([id, texts]) => [id, [...new Set(texts)]]));
}

const BEGINS = new Set(["watch", "args", "size", "leaveAndReturn", "moreAndArgs"]);
const FAILED = /no such index|refused|InvalidCursor|Server Error/;
const GONE = /^threw paginated query no longer exists/;

const timesIn = (list, value) => list.filter((its) => isDeepStrictEqual(its, value)).length;
const news = (told, known) =>
  told.filter((value, at) => !isDeepStrictEqual(value, at === 0 ? known : told[at - 1]));
