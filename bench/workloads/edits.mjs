// Edits of one row of a long list, each shown before the server answers; and a connection that ends while a list is shown.
// Owns the states, and the arguments of each edit. Leaves to the pages: making them.

import { documents, withOne } from "./documents.mjs";

const QUERY = { path: "documents:list", args: {} };
const MARK = { path: "marks:get", args: {} };

const votesOf = ([list]) => list.map(({ votes }) => String(votes));

export function editedList(count, edits) {
  const places = Array.from({ length: edits }, (_, at) => ((at + 1) * 379) % count);
  const votes = (at) => 5000 + at;
  const start = documents(count);
  return {
    page: "optimistic",
    play: "edits",
    queries: [QUERY],
    rowsPerStep: 1,
    ready: count,
    edits: places.map((place, at) => ({ id: start[place]._id, votes: votes(at) })),
    *states() {
      let list = start;
      yield [{ ...QUERY, value: list }];
      for (const [at, place] of places.entries()) {
        list = withOne(list, place, { votes: votes(at) });
        yield [{ ...QUERY, value: list }];
      }
    },
    shown: votesOf,
  };
}

/** After the connection is back, everything is sent again, and then the mark alone changes. */
export const reconnectedList = (count) => ({
  page: "reconnect",
  play: "marked",
  isReconnect: true,
  isCounted: true,
  transitions: 1,
  rowsPerStep: 0,
  listsPerStep: 0,
  changed: "0 rows, 0 lists",
  without: ["floor"],
  queries: [QUERY, MARK],
  ready: count,
  *states() {
    yield [
      { ...QUERY, value: documents(count) },
      { ...MARK, value: 0 },
    ];
    yield [{ ...MARK, value: 1 }];
  },
  shown: votesOf,
});
