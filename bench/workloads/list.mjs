// One long list: it loads, and then one document changes at each step.
// Owns the states and what the page shows of each. Leaves to pages/list.jsx: showing it.

import { documents, foreignDocuments, withOne } from "./documents.mjs";

const QUERY = { path: "documents:list", args: {} };

/** Rows that a page of a very long list has in sight. */
export const WINDOW = 20;

/** One changed document per transition; the place wanders through the list. */
export const changingList = (count, transitions, make = documents) => ({
  page: "list",
  queries: [QUERY],
  transitions,
  textsPerStep: 1,
  rowsPerStep: 1,
  ready: count,
  *states() {
    let list = make(count);
    yield [{ ...QUERY, value: list }];
    for (let step = 1; step <= transitions; step++) {
      list = withOne(list, (step * 379) % count, { votes: 1000 + step });
      yield [{ ...QUERY, value: list }];
    }
  },
  shown: ([list]) => list.map(({ votes }) => String(votes)),
});

/** The same list with text that is not ASCII. */
export const foreignList = (count, transitions) =>
  changingList(count, transitions, foreignDocuments);

/** A list of which the page shows the first rows alone; one of those changes per transition. */
export const windowedList = (count, transitions) => ({
  page: "window",
  isGrowth: true,
  queries: [QUERY],
  transitions,
  textsPerStep: 1,
  rowsPerStep: 1,
  ready: WINDOW,
  *states() {
    let list = documents(count);
    yield [{ ...QUERY, value: list }];
    for (let step = 1; step <= transitions; step++) {
      list = withOne(list, (step * 7) % WINDOW, { votes: 1000 + step });
      yield [{ ...QUERY, value: list }];
    }
  },
  shown: ([list]) => list.slice(0, WINDOW).map(({ votes }) => String(votes)),
});

/** The list appears; the page is there before, and subscribed. */
export const loadingList = (count) => ({
  page: "load",
  queries: [QUERY],
  transitions: 0,
  isLoad: true,
  rowsPerStep: count,
  ready: 0,
  *states() {
    yield [{ ...QUERY, value: documents(count) }];
  },
  shown: ([list]) => list.map(({ votes }) => String(votes)),
});
