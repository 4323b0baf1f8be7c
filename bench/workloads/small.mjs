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
