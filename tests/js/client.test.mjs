// Promises of the client as an app holds it: ConvexReactClient on a socket under the test's hand.
// Leaves mistakes, of the app's and of the server's, to tests/bad_input.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ConvexError } from "convex/values";
import { connected, watching } from "./connected_client.mjs";
import { committed, transition } from "./fake_socket.mjs";

test("the address carries the wire version, and Connect is first", () => {
  const { last, client } = connected();
  assert.equal(last().url, "ws://127.0.0.1:1/api/1.48.0/sync");
  assert.deepEqual(last().types(), ["Connect", "ModifyQuerySet"]);
  assert.match(last().sent[0].sessionId, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/);
  client.close();
  assert.equal(last().closed, true);
});

test("leaving and coming back within a tick sends nothing", async () => {
  const { client, last, unsubscribe } = await watching([1]);
  const before = last().sent.length;
  unsubscribe();
  unsubscribe();
  const again = client.watchQuery("m:list", {});
  again.onUpdate(() => {});
  await Promise.resolve();
  assert.equal(last().sent.length, before);
  assert.deepEqual(again.localQueryResult(), [1]);
  client.close();
});

test("an optimistic value is visible on return, and its promise settles after the listeners", async () => {
  const { client, last, watch, heard } = await watching([1]);
  const order = [];
  watch.onUpdate(() => order.push("listener"));
  const done = client.mutation(
    "m:add",
    { v: 2 },
    {
      optimisticUpdate: (store, { v }) => {
        store.setQuery("m:list", {}, [...store.getQuery("m:list", {}), v]);
      },
    },
  );
  assert.deepEqual(watch.localQueryResult(), [1, 2]);
  assert.deepEqual(heard, [[1], [1, 2]]);
  last().say(committed(0, 30, { $integer: "BwAAAAAAAAA=" }));
  last().say(transition([2, 20], [2, 30], { 0: [1, 2, 3] }));
  const settled = done.then((value) => order.push(value));
  await settled;
  assert.deepEqual(order, ["listener", "listener", 7n]);
  assert.deepEqual(heard.at(-1), [1, 2, 3]);
  client.close();
});

test("an optimistic update that throws rejects its mutation, sends nothing, and the client lives", async () => {
  const { client, last, watch } = await watching([1]);
  const before = last().sent.length;
  const failing = () => {
    throw new Error("my update");
  };
  await assert.rejects(client.mutation("m:add", {}, { optimisticUpdate: failing }), /my update/);
  assert.equal(last().sent.length, before);
  const next = client.mutation("m:add", {});
  assert.equal(last().sent.at(-1).requestId, 1, "an id is never used twice");
  last().say(committed(1, 30));
  last().say(transition([2, 20], [2, 30], { 0: [5] }));
  assert.equal(await next, null);
  assert.deepEqual(watch.localQueryResult(), [5]);
  client.close();
});

test("a listener may call the client: the call enters at once", async () => {
  const { client, last, watch } = await watching([1]);
  let seen;
  const unsubscribe = watch.onUpdate(() => {
    unsubscribe();
    client.mutation("m:add", {}, { optimisticUpdate: (store) => store.setQuery("m:list", {}, []) });
    seen = watch.localQueryResult();
  });
  last().say(transition([2, 20], [2, 30], { 0: [2] }));
  assert.deepEqual(seen, []);
  assert.equal(last().types().at(-1), "Mutation");
  client.close();
});

test("an unchanged part of a result keeps its identity, and equal results notify nobody", async () => {
  const { client, last, watch, heard } = await watching([{ id: 1 }, { id: 2 }]);
  const [first] = watch.localQueryResult();
  last().say(transition([2, 20], [2, 30], { 0: [{ id: 1 }, { id: 3 }] }));
  assert.equal(watch.localQueryResult()[0], first);
  const count = heard.length;
  last().say(transition([2, 30], [2, 40], { 0: [{ id: 1 }, { id: 3 }] }));
  assert.equal(heard.length, count);
  client.close();
});

test("errors of functions are npm convex's, with data where a ConvexError was thrown", async () => {
  const { client, last } = connected();
  const plain = client.mutation("m:fail", {});
  const typed = client.action("m:act", {});
  const failed = { success: false, ts: null, logLines: [] };
  last().say({ type: "MutationResponse", requestId: 0, result: "no", ...failed });
  const data = { $integer: "AQAAAAAAAAA=" };
  last().say({ type: "ActionResponse", requestId: 1, result: "bad", errorData: data, ...failed });
  await assert.rejects(plain, { message: "[CONVEX M(m:fail)] no\n  Called by client" });
  const error = await typed.catch((thrown) => thrown);
  assert.ok(error instanceof ConvexError);
  assert.equal(error.message, "[CONVEX A(m:act)] bad\n  Called by client");
  assert.equal(error.data, 1n);
  client.close();
});

test("a request that is answered and waits for its transition is in flight and counts as made now", async () => {
  const before = new Date();
  const { client, last } = connected();
  const made = client.mutation("m:add", {});
  last().say(committed(0, 30));
  const state = client.connectionState();
  assert.deepEqual([state.hasInflightRequests, state.inflightMutations], [true, 1]);
  assert.ok(state.timeOfOldestInflightRequest >= before);
  last().say(transition([1, 10], [1, 30]));
  await made;
  assert.equal(client.connectionState().timeOfOldestInflightRequest, null);
  client.close();
});
