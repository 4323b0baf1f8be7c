// Promises of dist/js/view_store.js: base, layers, identity.

import assert from "node:assert/strict";
import { test } from "node:test";
import { queryToken } from "../../dist/js/functions.js";
import { ViewStore } from "../../dist/js/view_store.js";

const LIST = queryToken("m:list", "{}");

function makeStore() {
  const reported = [];
  const store = new ViewStore(
    (error) => reported.push(error),
    () => undefined,
  );
  store.attach(0, { token: LIST, path: "m:list", args: {} });
  return { store, reported };
}

const record = (parts) => ({ identity: null, queries: [], dropped: [], settled: [], ...parts });
const value = (set) => record({ queries: [{ query: 0, patches: [{ path: [], set }] }] });
const push = (item) => (local) =>
  local.setQuery("m:list", {}, [...(local.getQuery("m:list", {}) ?? []), item]);

test("a result is shown, and an equal one changes nothing", () => {
  const { store } = makeStore();
  assert.deepEqual(store.entry(LIST), { status: "pending" });
  assert.deepEqual([...store.apply(value([{ id: 1 }]))], [LIST]);
  const shown = store.entry(LIST);
  assert.deepEqual([...store.apply(value([{ id: 1 }]))], []);
  assert.equal(store.entry(LIST), shown);
});

test("layers replay in order on new results and fall by request", () => {
  const { store } = makeStore();
  store.apply(value(["a"]));
  store.addLayer(5, push("x"));
  store.addLayer(6, push("y"));
  assert.deepEqual(store.entry(LIST).value, ["a", "x", "y"]);
  store.apply(value(["a", "b"]));
  assert.deepEqual(store.entry(LIST).value, ["a", "b", "x", "y"]);
  store.apply(record({ dropped: [[0, 5]] }));
  assert.deepEqual(store.entry(LIST).value, ["a", "b", "y"]);
});

test("an effect that takes the place of its layer is not told when it looks the same", () => {
  const { store } = makeStore();
  store.apply(value([{ id: 1 }]));
  store.addLayer(5, push({ id: 2 }));
  const shown = store.entry(LIST);
  const confirmed = { ...value([{ id: 1 }, { id: 2 }]), dropped: [[0, 5]] };
  assert.deepEqual([...store.apply(confirmed)], []);
  assert.equal(store.entry(LIST), shown);
});

test("an update that sets what another one shows already tells nobody, whatever kind of value it is", () => {
  const { store } = makeStore();
  for (const [index, shown] of [1n, "x", 1, null, true].entries()) {
    store.addLayer(2 * index, (local) => local.setQuery("m:list", {}, shown));
    const changed = store.addLayer(2 * index + 1, (local) => local.setQuery("m:list", {}, shown));
    assert.deepEqual([...changed], [], String(shown));
    assert.equal(store.entry(LIST).value, shown);
  }
});

test("an update that throws at first leaves nothing; one that throws later is dropped and reported", () => {
  const { store, reported } = makeStore();
  store.apply(value(["a"]));
  const failing = () => {
    throw new Error("first");
  };
  assert.throws(() => store.addLayer(5, failing), /first/);
  assert.deepEqual(store.entry(LIST).value, ["a"]);
  store.addLayer(6, (local) => {
    if (local.getQuery("m:list", {}).length > 1) throw new Error("later");
    push("x")(local);
  });
  store.addLayer(7, push("y"));
  store.apply(value(["a", "b"]));
  assert.deepEqual(store.entry(LIST).value, ["a", "b", "y"]);
  assert.deepEqual(
    reported.map((error) => error.message),
    ["later"],
  );
  assert.deepEqual([...store.apply(value(["a", "b"]))], []);
});

test("an update within an update is above it, at once and when they are replayed", () => {
  const { store } = makeStore();
  store.apply(value(["a"]));
  let isFirst = true;
  store.addLayer(5, (local) => {
    local.setQuery("m:list", {}, ["outer"]);
    if (isFirst) store.addLayer(6, (inner) => inner.setQuery("m:list", {}, ["inner"]));
    isFirst = false;
  });
  assert.deepEqual(store.entry(LIST).value, ["inner"]);
  store.apply(value(["b"]));
  assert.deepEqual(store.entry(LIST).value, ["inner"]);
  store.apply(record({ dropped: [[0, 6]] }));
  assert.deepEqual(store.entry(LIST).value, ["outer"]);
});

test("an update within an update that throws leaves the outer one to run on as if alone", () => {
  const { store } = makeStore();
  store.apply(value(["a"]));
  store.addLayer(5, push("x"));
  store.addLayer(6, (local) => {
    const failing = () => {
      throw new Error("inner");
    };
    assert.throws(() => store.addLayer(7, failing), /inner/);
    store.apply(record({ dropped: [[0, 7]] }));
    push("y")(local);
  });
  assert.deepEqual(store.entry(LIST).value, ["a", "x", "y"]);
});

test("an update sees and sets queries that nobody watches, until it falls", () => {
  const { store } = makeStore();
  const other = queryToken("m:other", '{"k":1}');
  store.addLayer(5, (local) => local.setQuery("m:other", { k: 1 }, "seen"));
  store.addLayer(6, (local) => {
    const all = local.getAllQueries("m:other");
    assert.deepEqual(all, [{ args: { k: 1 }, value: "seen" }]);
  });
  assert.equal(store.entry(other).value, "seen");
  assert.deepEqual([...store.apply(record({ dropped: [[0, 5]] }))], [other]);
  assert.deepEqual(store.entry(other), { status: "pending" });
});

test("an update sees each result of a query once, with the layers below, and no other query's", () => {
  const { store } = makeStore();
  store.apply(value(["a"]));
  store.addLayer(5, (local) => {
    push("x")(local);
    local.setQuery("m:list", { k: 1 }, ["of k"]);
    local.setQuery("m:other", {}, "other");
  });
  store.addLayer(6, (local) => {
    assert.deepEqual(local.getAllQueries("m:list"), [
      { args: {}, value: ["a", "x"] },
      { args: { k: 1 }, value: ["of k"] },
    ]);
  });
});

test("errors, loading, and a query that is dropped and watched again", () => {
  const { store } = makeStore();
  const error = { message: "no", data: { code: 1 } };
  store.apply(record({ queries: [{ query: 0, error }] }));
  const shown = store.entry(LIST);
  assert.equal(shown.error.message, "[CONVEX Q(m:list)] no\n  Called by client");
  assert.deepEqual(shown.error.data, { code: 1 });
  assert.equal(store.entry(LIST).error, shown.error);
  store.apply(record({ queries: [{ query: 0, loading: true }] }));
  assert.equal(store.entry(LIST).status, "pending");
  store.attach(1, { token: LIST, path: "m:list", args: {} });
  store.apply(record({ queries: [{ query: 0, gone: true }] }));
  store.apply(record({ queries: [{ query: 1, patches: [{ path: [], set: 7 }] }] }));
  assert.equal(store.entry(LIST).value, 7);
});

test("an id of a query that is gone stands for nothing", () => {
  const { store } = makeStore();
  store.listen(LIST, () => {});
  store.apply(record({ queries: [{ query: 0, gone: true }] }));
  store.attach(1, { token: LIST, path: "m:list", args: {} });
  assert.equal(store.describe(0), undefined);
  assert.equal(store.describe(1).path, "m:list");
});

test("what an update has set has the log lines of no run", () => {
  const { store } = makeStore();
  store.apply(record({ queries: [{ query: 0, patches: [], logLines: ["[LOG] 'x'"] }] }));
  store.addLayer(5, push("y"));
  assert.deepEqual(store.logLines(LIST), []);
  store.addLayer(6, (local) => local.setQuery("m:list", {}, undefined));
  assert.equal(store.logLines(LIST), undefined);
  for (const request of [5, 6]) store.apply(record({ dropped: [[0, request]] }));
  assert.deepEqual(store.logLines(LIST), ["[LOG] 'x'"]);
});

test("a reader sees what is shown, whoever came and went in between", () => {
  const { store } = makeStore();
  const read = store.reader(LIST);
  store.apply(value(1));
  assert.equal(read(), store.entry(LIST));
  assert.equal(read().value, 1);
  store.apply(record({ queries: [{ query: 0, gone: true }] }));
  assert.equal(read().status, "pending");
  store.attach(1, { token: LIST, path: "m:list", args: {} });
  store.apply(record({ queries: [{ query: 1, patches: [{ path: [], set: 2 }] }] }));
  assert.equal(read().value, 2);
});

test("who listens before a query is there, and after it has gone, hears of it", () => {
  const store = new ViewStore(
    () => {},
    () => undefined,
  );
  const heard = [];
  const tell = (changed) => {
    for (const hear of store.listenersOf(changed)) hear();
  };
  const stop = store.listen(LIST, () => heard.push(store.entry(LIST).value));
  store.attach(0, { token: LIST, path: "m:list", args: {} });
  tell(store.apply(value("a")));
  tell(store.apply(record({ queries: [{ query: 0, gone: true }] })));
  store.attach(1, { token: LIST, path: "m:list", args: {} });
  tell(store.apply(record({ queries: [{ query: 1, patches: [{ path: [], set: "b" }] }] })));
  stop();
  tell(store.apply(record({ queries: [{ query: 1, patches: [{ path: [], set: "c" }] }] })));
  assert.deepEqual(heard, ["a", undefined, "b"]);
});
