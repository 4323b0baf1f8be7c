// Promises of useQueryRows and useRow: what renders, for each kind of change; which row is which; skipping, errors,
// shapes of results. Leaves to rows_rendering.test.mjs: what React does with components.

import assert from "node:assert/strict";
import { test } from "node:test";
import { act, lentil, quietly, rigOf } from "./rig.mjs";
import { doc, listApp, opened, QUERY, textOf } from "./rows_page.mjs";

const { useQuery, useQueryRows } = lentil;

const [a, b, c, d] = ["a", "b", "c", "d"].map((id) => doc(id));
/** Without `_id`, and so long that the client finds it again where it has moved. */
const bare = (text) => ({ text, padding: "x".repeat(500) });

for (const { what, from, to, lists, rows } of [
  {
    what: "a document that changes",
    from: [a, b, c],
    to: [a, doc("b", "B"), c],
    lists: 0,
    rows: ["B"],
  },
  {
    what: "two documents that change",
    from: [a, b, c],
    to: [doc("a", "A"), b, doc("c", "C")],
    lists: 0,
    rows: ["A", "C"],
  },
  { what: "an insertion at the head", from: [a, b], to: [c, a, b], lists: 1, rows: ["c"] },
  { what: "an insertion in the middle", from: [a, b], to: [a, c, b], lists: 1, rows: ["c"] },
  { what: "an insertion at the end", from: [a, b], to: [a, b, c], lists: 1, rows: ["c"] },
  { what: "a removal", from: [a, b, c], to: [a, c], lists: 1, rows: [] },
  { what: "a new order", from: [a, b, c], to: [c, a, b], lists: 1, rows: [] },
  {
    what: "a document that changes and moves",
    from: [a, b, c],
    to: [doc("c", "C"), a, b],
    lists: 1,
    rows: ["C"],
  },
  { what: "a document in the place of another", from: [a, b], to: [a, c], lists: 1, rows: ["c"] },
  { what: "the last one leaving", from: [a], to: [], lists: 1, rows: [] },
  { what: "the first one coming", from: [], to: [a], lists: 1, rows: ["a"] },
  { what: "null in the place of the list", from: [a], to: null, lists: 1, rows: [] },
  { what: "a list in the place of null", from: null, to: [a], lists: 1, rows: ["a"] },
  { what: "an equal list", from: [a, b], to: [doc("a"), doc("b")], lists: 0, rows: [] },
  {
    what: "one more of a document that is there already",
    from: [a, b],
    to: [a, b, a],
    lists: 1,
    rows: ["a"],
  },
  { what: "one less of a document", from: [a, b, a], to: [b, a], lists: 1, rows: [] },
  {
    what: "a document that is there twice and changes",
    from: [a, b, a],
    to: [doc("a", "A"), b, doc("a", "A")],
    lists: 0,
    rows: ["A", "A"],
  },
  {
    what: "an item without _id that changes",
    from: [bare("a"), bare("b")],
    to: [bare("a"), bare("B")],
    lists: 0,
    rows: ["B"],
  },
  {
    what: "an insertion among items without _id",
    from: [bare("a"), bare("b")],
    to: [bare("c"), bare("a"), bare("b")],
    lists: 1,
    rows: ["c"],
  },
  { what: "a new order of numbers", from: [1, 2, 3], to: [3, 2, 1], lists: 1, rows: [] },
  { what: "a number that changes", from: [1, 2, 3], to: [1, 7, 3], lists: 0, rows: ["7"] },
  {
    what: "a document in the place of what has no _id",
    from: [bare("a"), null],
    to: [doc("a"), null],
    lists: 1,
    rows: ["a"],
  },
]) {
  test(`${what} renders ${lists} lists and ${rows.length} rows`, async () => {
    const { page } = await opened(from);
    const rendered = await page.become(to);
    assert.deepEqual({ lists: rendered.lists, rows: rendered.rows.toSorted() }, { lists, rows });
    assert.deepEqual(page.texts(), (to ?? []).map(textOf));
  });
}

test("the list's component is given the same array until rows come, go or move", async () => {
  const { page } = await opened([a, b]);
  const before = page.rows();
  await page.become([a, doc("b", "B")]);
  page.again();
  assert.equal(page.rows(), before);
  await page.become([doc("b", "B"), a, c]);
  assert.deepEqual(page.rows().slice(0, 2), [before[1], before[0]], "rows that moved are the same");
});

test("a key is the document's _id, and its own where a document is there twice", async () => {
  const { page } = await opened([a, b, a, bare("x"), bare("x"), 5]);
  const keys = page.rows().map(({ key }) => key);
  assert.deepEqual(keys.slice(0, 2), ["a", "b"]);
  assert.equal(new Set(keys).size, 6);
  await page.become([b, a, 5]);
  assert.deepEqual(
    page.rows().map(({ key }) => key),
    ["b", "a", keys[5]],
  );
});

test("current of a row is its document; of one that has left, the last one", async () => {
  const { page } = await opened([a, b]);
  const [first, second] = page.rows();
  await page.become([doc("a", "A"), doc("b", "B")]);
  assert.deepEqual([first.current.text, second.current.text], ["A", "B"]);
  await page.become([doc("a", "AA")]);
  assert.deepEqual([first.current.text, second.current.text], ["AA", "B"]);
});

test("loading and skipped are undefined; other arguments are another list", async () => {
  const app = { query: (_, { of }) => [doc(`${of}`), doc("both")] };
  const rig = rigOf(lentil, app);
  const page = rig.show(({ args }) => useQueryRows(QUERY, args), { args: { of: 1 } });
  const keys = () => page.last()?.map(({ key }) => key);
  const steps = [keys()];
  for (const args of [{ of: 2 }, "skip"]) {
    await rig.settle();
    steps.push(keys());
    page.again({ args });
    steps.push(keys());
  }
  await rig.settle();
  assert.deepEqual(steps, [undefined, ["1", "both"], undefined, ["2", "both"], undefined]);
  assert.deepEqual(rig.server.edits().toSorted(), ["+0 m:list", "+1 m:list", "-0", "-1"]);
});

test("it throws the query's error while rendering, the same object as useQuery", async (t) => {
  quietly(t);
  const query = () => {
    throw Object.assign(new Error("bad"), { data: { code: 1 } });
  };
  const thrown = [];
  const rig = rigOf(lentil, { query });
  rig.show(() => {
    for (const use of [useQuery, useQueryRows]) {
      try {
        use(QUERY, {});
      } catch (error) {
        thrown.push(error);
      }
    }
    return null;
  });
  await rig.settle();
  assert.equal(thrown.length, 2);
  assert.equal(thrown[0], thrown[1]);
  assert.match(thrown[0].message, /^\[CONVEX Q\(m:list\)\] bad/);
});

test("a result that is no list is an error that names the query", async (t) => {
  quietly(t);
  for (const [result, is] of [
    [{ page: [a] }, "object"],
    ["text", "string"],
  ]) {
    const rig = rigOf(lentil, listApp(result));
    const page = rig.show(() => useQueryRows(QUERY, {}));
    await rig.settle();
    const thrown = `useQueryRows takes a query that returns an array or null; m:list returned a value of type ${is}.`;
    assert.deepEqual(page.last(), { thrown });
  }
});

test("an optimistic update renders the row that it changes and no other", async () => {
  const { rig, page } = await opened([a, b, c]);
  rig.server.fallSilent();
  page.rendered();
  const optimisticUpdate = (store) => {
    const list = store.getQuery(QUERY, {});
    store.setQuery(
      QUERY,
      {},
      list.map((item) => (item._id === "b" ? doc("b", "soon") : item)),
    );
  };
  await act(async () => void rig.client.mutation("m:edit", {}, { optimisticUpdate }));
  assert.deepEqual(page.rendered(), { lists: [], rows: ["soon"] });
});

test("an optimistic insertion at the head renders the list and the new row", async () => {
  const { rig, page } = await opened([a, b, c]);
  page.rendered();
  const optimisticUpdate = (store) => {
    store.setQuery(QUERY, {}, [doc("new", "soon"), ...store.getQuery(QUERY, {})]);
  };
  rig.server.fallSilent();
  await act(async () => void rig.client.mutation("m:add", {}, { optimisticUpdate }));
  const { lists, rows } = page.rendered();
  assert.deepEqual([lists.length, rows], [1, ["soon"]]);
  assert.deepEqual(page.texts(), ["soon", "a", "b", "c"]);
});

test("two lists of one query are one subscription; each has rows of its own", async () => {
  const rig = rigOf(lentil, listApp([a, d]));
  const page = rig.show(() => [useQueryRows(QUERY, {}), useQueryRows(QUERY, {})]);
  await rig.settle();
  const [one, other] = page.last();
  assert.notEqual(one[0], other[0]);
  assert.equal(one[0].current, other[0].current);
  assert.deepEqual(rig.server.edits(), ["+0 m:list"]);
});

test("who listens to a row and throws silences nobody", async () => {
  const { rig, page } = await opened([a, b]);
  const [first, second] = page.rows();
  const heard = [];
  first.subscribe(() => {
    throw new Error("deaf");
  });
  const stop = second.subscribe(() => heard.push(second.current.text));
  const changed = await page.become([doc("a", "A"), doc("b", "B"), c]);
  assert.deepEqual([heard, changed.rows.toSorted()], [["B"], ["A", "B", "c"]]);
  assert.deepEqual(page.texts(), ["A", "B", "c"]);
  stop();
  await page.become([a, b]);
  assert.deepEqual([heard, rig.server.edits()], [["B"], ["+0 m:list"]]);
});
