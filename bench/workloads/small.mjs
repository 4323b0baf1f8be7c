// Many small subscriptions that all change at each step; and a single number that counts.
// Owns the states and what the page shows of each. Leaves to pages/cards.jsx and pages/counter.jsx: showing it.

import { documentAt } from "./documents.mjs";

export function manyCards(count, transitions) {
  const queries = Array.from({ length: count }, (_, id) => ({
    path: "documents:get",
    args: { id },
  }));
  const all = (step) =>
    queries.map((query) => ({ ...query, value: documentAt(query.args.id, 1000 + step) }));
  return {
    page: "cards",
    queries,
    transitions,
    textsPerStep: count,
    rowsPerStep: count,
    ready: count,
    *states() {
      for (let step = 0; step <= transitions; step++) yield all(step);
    },
    shown: (values) => values.map(({ votes }) => String(votes)),
  };
}

/** 4G as DevTools' users know it: 9 Mbit/s, and 170 ms a way and back. */
const LINE_4G = { latency: 170, downloadThroughput: 9e6 / 8, uploadThroughput: 9e6 / 8 };

/** One number on a slow line. */
export const firstNumber = () => ({
  ...counter(0),
  page: "live",
  play: "live",
  rowsPerStep: undefined,
  line: LINE_4G,
  without: ["floor"],
});

export function counter(transitions) {
  const query = { path: "counter:get", args: {} };
  return {
    page: "counter",
    queries: [query],
    transitions,
    textsPerStep: 1,
    rowsPerStep: 1,
    ready: 1,
    *states() {
      for (let step = 0; step <= transitions; step++) yield [{ ...query, value: step }];
    },
    shown: ([value]) => [String(value)],
  };
}
