// Promises of the client when its WebAssembly core traps: nothing hangs, nothing lies, all goes on.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fetchQuery } from "../../dist/js/nextjs/index.js";
import { breakCore, instances } from "./broken_core.mjs";
import { watching } from "./connected_client.mjs";
import { committed, transition } from "./fake_socket.mjs";

const UNKNOWN = /whether it ran is unknown/;

/** A watched query, and timers under the test's hand. */
async function rigged(t) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const rig = await watching([1]);
  return { ...rig, tick: (ms) => t.mock.timers.tick(ms) };
}

const added = (store) => store.setQuery("m:list", {}, [...store.getQuery("m:list", {}), "mine"]);

test("a trap in a callback: outcomes unknown, layers gone, a new session, subscriptions resumed", async (t) => {
  const { client, last, sockets, heard, errors, watch, tick } = await rigged(t);
  const mutation = client.mutation("m:add", {}, { optimisticUpdate: added });
  const action = client.action("m:act", {});
  assert.deepEqual(watch.localQueryResult(), [1, "mine"]);
  const dead = last();
  breakCore();
  dead.say(transition([2, 20], [2, 30], { 0: [2] }));

  await assert.rejects(mutation, /^Error: \[CONVEX M\(m:add\)\] Lentil's core failed/);
  await assert.rejects(action, UNKNOWN);
  assert.deepEqual(watch.localQueryResult(), [1], "without the layer, and still there");
  assert.match(errors[0], /^Lentil's core failed and is started anew/);
  assert.equal(errors.length, 1);
  const state = client.connectionState();
  assert.deepEqual(
    [state.isWebSocketConnected, state.hasEverConnected, state.inflightMutations],
    [false, true, 0],
  );
  assert.deepEqual([dead.closed, dead.onmessage, dead.onclose], [true, null, null]);

  tick(0);
  assert.equal(sockets.length, 2);
  last().open();
  const [connect, querySet] = last().sent;
  assert.notEqual(connect.sessionId, dead.sent[0].sessionId);
  assert.deepEqual(
    querySet.modifications.map(({ type, udfPath }) => [type, udfPath]),
    [["Add", "m:list"]],
  );
  assert.deepEqual(last().types(), ["Connect", "ModifyQuerySet"], "nothing is repeated");
  const before = heard.length;
  last().say(transition([0, 0], [1, 40], { 0: [1] }));
  assert.equal(heard.length, before, "what is shown already is not told again");
  last().say(transition([1, 40], [1, 50], { 0: [1, 2] }));
  assert.deepEqual(heard.at(-1), [1, 2]);
  assert.equal(client.connectionState().connectionCount, 2);

  const next = client.mutation("m:add", {});
  last().say(committed(0, 60, "fine"));
  last().say(transition([1, 50], [1, 60]));
  assert.equal(await next, "fine");
  client.close();
});

test("a trap in a call: a mutation is rejected, a subscription is made by the next core", async (t) => {
  const { client, last, sockets, tick, watch } = await rigged(t);
  breakCore();
  await assert.rejects(client.mutation("m:add", {}, { optimisticUpdate: added }), UNKNOWN);
  assert.deepEqual(watch.localQueryResult(), [1]);
  const other = client.watchQuery("m:other", {});
  const unsubscribe = other.onUpdate(() => {});
  client.watchQuery("m:brief", {}).onUpdate(() => {})();
  await assert.rejects(client.action("m:act", {}), /this was not sent/);
  tick(0);
  assert.equal(sockets.length, 2);
  last().open();
  assert.deepEqual(
    last().sent[1].modifications.map(({ udfPath }) => udfPath),
    ["m:list", "m:other"],
  );
  last().say(transition([0, 0], [1, 40], { 0: [3], 1: "other" }));
  assert.deepEqual([watch.localQueryResult(), other.localQueryResult()], [[3], "other"]);
  unsubscribe();
  await Promise.resolve();
  assert.equal(last().sent.at(-1).modifications[0].type, "Remove");
  client.close();
});

test("a trap in the flush and in a timer", async (t) => {
  const { client, last, sockets, tick, errors } = await rigged(t);
  client.watchQuery("m:other", {}).onUpdate(() => {});
  breakCore();
  await Promise.resolve();
  assert.equal(errors.length, 1);
  tick(0);
  last().open();
  assert.equal(last().sent[1].modifications.length, 2);
  await Promise.resolve();
  breakCore();
  tick(60_001); // the server has been silent for too long
  assert.equal(errors.length, 2);
  tick(1_000);
  assert.equal(sockets.length, 3);
  client.close();
});

test("a core that keeps failing is tried at growing intervals", async (t) => {
  const { client, last, sockets, tick } = await rigged(t);
  const fail = () => {
    breakCore();
    last().say("{}");
  };
  fail();
  tick(0);
  assert.equal(sockets.length, 2);
  for (const [round, delay] of [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000].entries()) {
    fail();
    tick(delay - 1);
    assert.equal(sockets.length, 2 + round, `not before ${delay} ms`);
    tick(1);
    assert.equal(sockets.length, 3 + round);
  }
  client.close();
});

test("closing ends the restarts, and a dead core's socket and timers are not heard", async (t) => {
  const { client, last, sockets, tick, heard } = await rigged(t);
  const { onmessage, onclose } = last();
  breakCore();
  last().say("{}");
  onmessage({ data: "{}" });
  onclose({ code: 1006 });
  client.close();
  tick(100_000);
  assert.deepEqual([sockets.length, heard.length], [1, 1]);
});

test("another client lives on", async (t) => {
  const other = await rigged(t);
  const { client, last, errors } = await watching([1]);
  breakCore();
  last().say("{}");
  assert.equal(errors.length, 1);
  other.last().say(transition([2, 20], [2, 30], { 0: ["well"] }));
  assert.deepEqual(other.watch.localQueryResult(), ["well"]);
  assert.deepEqual(other.errors, []);
  client.close();
  other.client.close();
});

test("a trap in an HTTP call is that call's error; the next one has a new core", async (t) => {
  t.mock.method(globalThis, "fetch", async () =>
    Response.json({ status: "success", value: 1, logLines: [] }),
  );
  const call = () => fetchQuery("m:get", {}, { url: "http://127.0.0.1:1" });
  assert.equal(await call(), 1);
  const before = instances();
  breakCore();
  await assert.rejects(call(), /^Error: Lentil's core failed; m:get was not sent/);
  assert.equal(await call(), 1);
  assert.equal(instances(), before + 1);
});
