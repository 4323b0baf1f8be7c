// Promises when the app's own code misbehaves: listeners, optimistic updates, values changed in place. Where
// npm convex has a text for it, it is asked beside Lentil. Leaves closing to close.test.mjs.

import assert from "node:assert/strict";
import { test } from "node:test";
import { watching } from "../js/connected_client.mjs";
import { committed, transition } from "../js/fake_socket.mjs";
import { pairOnFakes, sameFailure } from "./both_clients.mjs";

const failing = (text) => () => {
  throw new Error(text);
};

test("unsubscribing twice counts once: another subscriber of the query stays", async () => {
  const { client, last, watch, unsubscribe } = await watching([1]);
  const heard = [];
  watch.onUpdate(() => heard.push(watch.localQueryResult()));
  const before = last().sent.length;
  unsubscribe();
  unsubscribe();
  await Promise.resolve();
  assert.equal(last().sent.length, before);
  last().say(transition([2, 20], [2, 30], { 0: [2] }));
  assert.deepEqual(heard, [[2]]);
  client.close();
});

test("listeners that throw are reported each by their own error; the rest and later ones still hear", async () => {
  const { client, last, watch, errors, heard } = await watching([1]);
  watch.onUpdate(failing("one"));
  watch.onUpdate(failing("two"));
  client.subscribeToConnectionState(failing("three"));
  const behind = [];
  watch.onUpdate(() => behind.push(watch.localQueryResult()));
  last().say(transition([2, 20], [2, 30], { 0: [2] }));
  const done = client.mutation("m:add", {});
  last().say(committed(0, 40));
  last().say(transition([2, 30], [2, 40], { 0: [3] }));
  assert.equal(await done, null);
  assert.deepEqual(
    [heard, behind],
    [
      [[1], [2], [3]],
      [[2], [3]],
    ],
  );
  const texts = errors.map((error) => error.message);
  assert.deepEqual(
    texts.filter((text) => text !== "three"),
    ["one", "two", "one", "two"],
  );
  assert.ok(texts.includes("three"));
  client.close();
});

test("an optimistic update that throws rejects with its own error, as in npm convex, and shows nothing", async () => {
  const pair = pairOnFakes();
  const sent = pair[0].last().sent.length;
  const optimisticUpdate = (store) => {
    store.setQuery("m:list", {}, ["half done"]);
    throw new Error("my update");
  };
  const error = await sameFailure(pair, ({ client }) =>
    client.mutation("m:add", {}, { optimisticUpdate }),
  );
  assert.equal(error.message, "my update");
  const [{ client, last }] = pair;
  assert.equal(client.watchQuery("m:list", {}).localQueryResult(), undefined);
  assert.equal(last().sent.length, sent);
  for (const { client } of pair) client.close();
});

test("an optimistic update that returns a promise is warned of in npm convex's words, and shown", async () => {
  const warnings = [];
  const nothing = () => {};
  const warn = (...args) => warnings.push(args);
  const logger = { log: nothing, warn, error: nothing, logVerbose: nothing };
  for (const { client } of pairOnFakes({ logger })) {
    const watch = client.watchQuery("m:list", {});
    watch.onUpdate(() => {});
    const optimisticUpdate = async (store) => store.setQuery("m:list", {}, [2]);
    client.mutation("m:add", {}, { optimisticUpdate });
    assert.deepEqual(watch.localQueryResult(), [2]);
    client.close();
  }
  const text =
    "Optimistic update handler returned a Promise. Optimistic updates should be synchronous.";
  assert.deepEqual(warnings, [[text], [text]]);
});

test("an optimistic update that changes in place what it read harms nothing once the server has answered", async () => {
  const { client, last, watch } = await watching([{ n: 1 }]);
  const optimisticUpdate = (store) => {
    const list = store.getQuery("m:list", {});
    list[0].n = 99;
    list.push({ n: 2 });
    store.setQuery("m:list", {}, list);
  };
  const done = client.mutation("m:add", {}, { optimisticUpdate });
  assert.deepEqual(watch.localQueryResult(), [{ n: 99 }, { n: 2 }]);
  last().say(committed(0, 30));
  last().say(transition([2, 20], [2, 30], { 0: [{ n: 1 }, { n: 2 }, { n: 3 }] }));
  await done;
  assert.deepEqual(watch.localQueryResult(), [{ n: 1 }, { n: 2 }, { n: 3 }]);
  client.close();
});

test("an app that sorts a result in place still gets later results right", async () => {
  const { client, last, watch } = await watching([3, 1, 2]);
  watch.localQueryResult().sort();
  last().say(transition([2, 20], [2, 30], { 0: [3, 1, 2, 0] }));
  assert.deepEqual(watch.localQueryResult(), [3, 1, 2, 0]);
  watch.localQueryResult().sort();
  last().say(transition([2, 30], [2, 40], { 0: [3, 1, 0] }));
  assert.deepEqual(watch.localQueryResult(), [3, 1, 0]);
  client.close();
});

test("an app that changes documents in place still gets later results right", async () => {
  const { client, last, watch } = await watching([
    { id: 1, tags: ["b", "a"] },
    { id: 2, tags: [] },
  ]);
  watch.localQueryResult()[0].tags.sort();
  watch.localQueryResult().reverse();
  const next = [
    { id: 1, tags: ["b", "a", "c"] },
    { id: 2, tags: ["x"] },
  ];
  last().say(transition([2, 20], [2, 30], { 0: next }));
  assert.deepEqual(watch.localQueryResult(), next);
  client.close();
});
