// lentil/testing as a test of an app uses it: results of queries that the test gives and changes, below the real hooks.

import assert from "node:assert/strict";
import { test } from "node:test";
import { anyApi as api } from "convex/server";
import { ConvexError } from "convex/values";
import * as lentil from "../../dist/react/index.js";
import { createTestConvex, pending } from "../../dist/react/testing/index.js";
import { act, settled, show } from "./shown.mjs";

test("a query is loading, and then what the test says for its arguments, or for all", () => {
  const convex = createTestConvex()
    .query(api.m.list, { of: "a" }, ["a's"])
    .query(api.m.list, ({ of }) => [`all: ${of}`]);
  const seen = show(convex, () => [
    lentil.useQuery(api.m.list, { of: "a" }),
    lentil.useQuery(api.m.list, { of: "b" }),
    lentil.useQuery(api.m.list, "skip"),
  ]);
  assert.deepEqual(seen.values[0], [undefined, undefined, undefined]);
  assert.deepEqual(seen.current, [["a's"], ["all: b"], undefined]);
});

test("what the test has no answer to is loading, and so is what it says is pending", async () => {
  const convex = createTestConvex().query(api.m.b, pending);
  const seen = show(convex, () => [lentil.useQuery(api.m.a, {}), lentil.useQuery(api.m.b, {})]);
  await settled();
  assert.deepEqual(seen.current, [undefined, undefined]);
  convex.query(api.m.b, 5);
  assert.deepEqual(seen.current, [undefined, 5]);
  convex.query(api.m.b, {}, pending);
  assert.deepEqual(seen.current, [undefined, undefined]);
});

test("a result that the test changes is rendered at once; an equal one renders nothing, and parts keep their identity", () => {
  const documents = (text) => [
    { _id: "1", text: "same" },
    { _id: "2", text },
  ];
  const convex = createTestConvex().query(api.m.list, documents("before"));
  const seen = show(convex, () => lentil.useQuery(api.m.list, {}));
  const before = seen.current;
  const renders = seen.values.length;
  convex.query(api.m.list, documents("before"));
  assert.equal(seen.values.length, renders);
  convex.query(api.m.list, documents("after"));
  assert.deepEqual(seen.current, documents("after"));
  assert.equal(seen.current[0], before[0]);
});

test("values are Convex's: what is given can be changed afterwards, undefined is left out, others are refused", () => {
  const given = { n: 5n, left: undefined, bytes: new Uint8Array([1]).buffer };
  const convex = createTestConvex().query(api.m.one, given);
  given.n = 6n;
  const seen = show(convex, () => lentil.useQuery(api.m.one, {}));
  const taken = { n: 5n, bytes: new Uint8Array([1]).buffer };
  assert.deepEqual(seen.current, taken);
  given.n = 7n;
  convex.refresh();
  assert.deepEqual(seen.current, taken);
  const wrong = /Date.* is not a supported Convex type/;
  assert.throws(() => convex.query(api.m.date, new Date(0)), wrong);
  convex.query(api.m.date, () => new Date(0));
  const query = { query: api.m.date, args: {} };
  const made = show(convex, () => lentil.useQuery_experimental(query).error?.message);
  assert.match(made.current, wrong);
});

test("a provider that is not given what createTestConvex gives says so", (t) => {
  t.mock.method(console, "error", () => {});
  const { client } = createTestConvex();
  for (const given of [client, undefined]) {
    assert.throws(() => show(given, () => null), /takes as its `client` what createTestConvex\(\)/);
  }
});

test("what the test's function throws is the query's error: a ConvexError with its data", (t) => {
  t.mock.method(console, "error", () => {});
  const convex = createTestConvex()
    .query(api.m.plain, () => {
      throw new Error("no such thing");
    })
    .query(api.m.own, () => {
      throw new ConvexError({ code: 7, n: 1n });
    });
  const seen = show(convex, () => lentil.useQuery_experimental({ query: api.m.plain, args: {} }));
  assert.match(seen.current.error.message, /^\[CONVEX Q\(m:plain\)\] no such thing/);
  const thrown = show(convex, () => lentil.useQuery(api.m.own, {})).current;
  assert.ok(thrown instanceof ConvexError);
  assert.deepEqual(thrown.data, { code: 7, n: 1n });
});

test('with unanswered: "error" a query, a mutation and an action without an answer say which it is', async () => {
  const convex = createTestConvex({ unanswered: "error" });
  const seen = show(convex, () => lentil.useQuery_experimental({ query: api.m.a, args: { n: 1 } }));
  const text = (kind, of) =>
    `The test has no answer to the ${kind} ${of} with {"n":1}. Give one by ${kind}() of the test client.`;
  assert.ok(seen.current.error.message.includes(text("query", "m:a")), seen.current.error.message);
  for (const kind of ["mutation", "action"]) {
    const said = new RegExp(text(kind, "m:x").replace(/[(){}.]/g, "\\$&"));
    await assert.rejects(convex.client[kind](api.m.x, { n: 1 }), said);
  }
});

for (const [hook, use] of [
  ["usePaginatedQuery", lentil.usePaginatedQuery],
  ["usePaginatedQuery_experimental", lentil.usePaginatedQuery_experimental],
]) {
  test(`${hook}: pages of the items that the test gives`, () => {
    const convex = createTestConvex()
      .pages(api.m.pages, { of: "a" }, [1, 2, 3, 4, 5])
      .pages(api.m.pages, []);
    const read = (of) => use(api.m.pages, { of }, { initialNumItems: 2 });
    const seen = show(convex, () => [read("a"), read("b")]);
    const text = () => seen.current.map(({ status, results }) => `${status} ${results}`);
    assert.deepEqual(text(), ["CanLoadMore 1,2", "Exhausted "]);
    act(() => {
      seen.current[0].loadMore(2);
    });
    assert.deepEqual(text(), ["CanLoadMore 1,2,3,4", "Exhausted "]);
    act(() => {
      seen.current[0].loadMore(2);
    });
    convex.pages(api.m.pages, { of: "a" }, [0, 1, 2, 3, 4, 5]);
    assert.deepEqual(text(), ["Exhausted 0,1,2,3,4,5", "Exhausted "]);
    convex.query(api.m.pages, { of: "a" }, pending);
    assert.equal(seen.current[0].status, "LoadingFirstPage");
  });
}

test("useQueries, usePreloadedQuery and useQueryRows", () => {
  const convex = createTestConvex()
    .query(api.m.list, [{ _id: "1" }])
    .query(api.m.one, "live");
  const seen = show(convex, () => {
    const preloaded = convex.preloaded(api.m.one, {}, "preloaded");
    const { list } = lentil.useQueries({ list: { query: api.m.list, args: {} } });
    const rows = lentil.useQueryRows(api.m.list, {});
    return [list, lentil.usePreloadedQuery(preloaded), rows?.map(({ current }) => current)];
  });
  assert.deepEqual(seen.values[0], [undefined, "preloaded", undefined]);
  assert.deepEqual(seen.current, [[{ _id: "1" }], "live", [{ _id: "1" }]]);
});
