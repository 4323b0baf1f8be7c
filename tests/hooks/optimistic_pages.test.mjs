// Promises of the optimistic helpers for pages: what they set is what npm convex's set, on random lists.

import assert from "node:assert/strict";
import { test } from "node:test";
import { seeded } from "../js/random_values.mjs";
import { pagesApp } from "./pages_app.mjs";
import { act, both, lentil, npm } from "./rig.mjs";

/** The pages of some lists, some of them loading, as a store of optimistic updates has them. */
function randomQueries(next, sign) {
  const below = (count) => Math.floor(next() * count);
  return Array.from({ length: 1 + below(3) }, (_, id) => {
    const channel = below(2);
    let row = below(5);
    const count = 1 + below(4);
    return Array.from({ length: count }, (_, at) => {
      const first = at === 0 && next() < 0.9 ? null : String(row);
      const page = Array.from({ length: below(4) }, () => {
        row += below(3);
        return { rank: sign * row, text: `${id}.${row}` };
      });
      const isDone = at === count - 1 && next() < 0.5;
      const args = { channel, paginationOpts: { numItems: 3, cursor: first, id } };
      return {
        args,
        value: next() < 0.15 ? undefined : { page, isDone, continueCursor: `${row}` },
      };
    });
  })
    .flat()
    .toSorted(() => next() - 0.5);
}

/** What `update` sets in a store with these queries. */
function setBy(update, queries) {
  const set = [];
  update({
    getAllQueries: () => structuredClone(queries),
    setQuery: (query, args, value) => set.push({ query, args, value }),
  });
  return set.toSorted((a, b) => (JSON.stringify(a.args) < JSON.stringify(b.args) ? -1 : 1));
}

const HELPERS = {
  optimisticallyUpdateValueInPaginatedQuery:
    (hooks, { channel }) =>
    (store) =>
      hooks.optimisticallyUpdateValueInPaginatedQuery(store, "m:list", { channel }, (row) => ({
        ...row,
        text: `${row.text}!`,
      })),
  insertAtTop: (hooks, options) => (localQueryStore) =>
    hooks.insertAtTop({ ...options.insertion, localQueryStore }),
  insertAtBottomIfLoaded: (hooks, options) => (localQueryStore) =>
    hooks.insertAtBottomIfLoaded({ ...options.insertion, localQueryStore }),
  insertAtPosition:
    (hooks, { insertion, sortOrder }) =>
    (localQueryStore) =>
      hooks.insertAtPosition({
        ...insertion,
        ...{ localQueryStore, sortOrder, sortKeyFromItem: ({ rank }) => [rank] },
      }),
};

for (const [name, helper] of Object.entries(HELPERS)) {
  test(`${name} sets what npm convex's sets`, () => {
    let changes = 0;
    for (let seed = 1; seed <= 500; seed++) {
      const next = seeded(seed);
      const sortOrder = next() < 0.5 ? "asc" : "desc";
      const sign = sortOrder === "asc" ? 1 : -1;
      const queries = randomQueries(next, sign);
      const channel = Math.floor(next() * 2);
      const item = { rank: sign * Math.floor(next() * 12), text: "new" };
      const argsToMatch = next() < 0.5 ? undefined : { channel };
      const insertion = { paginatedQuery: "m:list", item, ...(argsToMatch && { argsToMatch }) };
      const [ours, theirs] = [lentil, npm].map((hooks) =>
        setBy(helper(hooks, { channel, insertion, sortOrder }), queries),
      );
      assert.deepEqual(ours, theirs, `seed ${seed}`);
      changes += ours.length;
    }
    assert.ok(changes > 100);
  });
}

for (const hook of ["usePaginatedQuery", "usePaginatedQuery_experimental"]) {
  test(`${hook} shows a row that an update has put in its place, until the server answers`, async () => {
    const shown = await both(
      async (rig) => {
        const { hooks } = rig;
        const page = rig.show(() => ({
          pages: hooks[hook]("m:list", {}, { initialNumItems: 3 }),
          add: hooks.useMutation("m:add"),
        }));
        const rows = () => page.last().pages.results.map(({ row }) => row);
        await rig.settle();
        const add = page.last().add.withOptimisticUpdate((localQueryStore, { row }) =>
          hooks.insertAtPosition({
            ...{ paginatedQuery: "m:list", sortOrder: "asc", localQueryStore },
            ...{ sortKeyFromItem: (item) => item.row, item: { row } },
          }),
        );
        await act(async () => {
          add({ row: 1.5 });
        });
        const during = rows();
        await rig.settle();
        return [during, rows()];
      },
      () => pagesApp(7),
    );
    assert.deepEqual(shown, [
      [1, 1.5, 2, 3],
      [1, 1.5, 2, 3],
    ]);
  });
}
