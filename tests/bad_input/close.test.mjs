// Promises about the end: what is called after close(), and what becomes of what was under way. npm convex is
// asked beside Lentil.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { watching } from "../js/connected_client.mjs";
import { committed, transition } from "../js/fake_socket.mjs";
import { pairOnFakes, sameFailure } from "./both_clients.mjs";

/** Asked for before it was closed: the query has the optimistic value. */
const ENDED_BEFORE = ["query"];

/** Asks everything that can be asked; the names of what came to an end, as it does. */
function askEverything(client) {
  const ended = [];
  const optimisticUpdate = (store) => store.setQuery("m:list", {}, ["optimistic"]);
  const asked = {
    query: client.query("m:list", {}),
    mutation: client.mutation("m:add", {}),
    "mutation that is shown already": client.mutation("m:add", {}, { optimisticUpdate }),
    action: client.action("m:act", {}),
  };
  for (const [name, promise] of Object.entries(asked)) {
    const end = () => ended.push(name);
    promise.then(end, end);
  }
  return { ended, names: Object.keys(asked) };
}

/** The server's answers to all of it. A closed client may have taken its ear off the socket. */
function answerEverything(socket) {
  const action = { type: "ActionResponse", requestId: 2, success: true, result: 1, logLines: [] };
  const results = transition([1, 10], [2, 40], { 0: ["from the server"] });
  for (const message of [committed(0, 30), committed(1, 40), action, results]) {
    socket.onmessage?.({ data: JSON.stringify(message) });
  }
}

test("what is under way is answered, here and in npm convex", async () => {
  for (const { client, last } of pairOnFakes()) {
    const { ended, names } = askEverything(client);
    await nextTurn();
    answerEverything(last());
    await nextTurn();
    client.close();
    assert.deepEqual(ended.sort(), names.sort());
  }
});

test("what is under way at close never ends, as in npm convex, whatever the server still says", async () => {
  for (const { client, last } of pairOnFakes()) {
    const { ended } = askEverything(client);
    await nextTurn();
    const socket = last();
    client.close();
    answerEverything(socket);
    socket.onclose?.({ code: 1000, reason: "" });
    await nextTurn();
    assert.deepEqual(ended, ENDED_BEFORE);
    assert.equal(client.watchQuery("m:list", {}).localQueryResult(), undefined);
    assert.deepEqual([socket.closed, last()], [true, socket]);
  }
});

test("what waits for a connection at close never ends, as in npm convex, and is never sent", async () => {
  for (const { client, last } of pairOnFakes()) {
    const socket = last();
    socket.onclose({ code: 1006, reason: "" });
    const sent = socket.sent.length;
    const { ended } = askEverything(client);
    client.close();
    await nextTurn();
    assert.deepEqual(ended, ENDED_BEFORE);
    assert.deepEqual([last(), socket.sent.length], [socket, sent]);
  }
});

test("after close every use throws what npm convex throws, unsubscribing does nothing, closing is idle", async () => {
  const { client, unsubscribe } = await watching([1]);
  const [ours, { client: npm }] = pairOnFakes();
  for (const open of [client, ours.client, npm]) open.close();
  unsubscribe();
  await client.close();
  const uses = [
    (closed) => closed.query("m:list", {}),
    (closed) => closed.mutation("m:add", {}),
    (closed) => closed.action("m:act", {}),
    (closed) => closed.connectionState(),
    (closed) => closed.subscribeToConnectionState(() => {}),
    (closed) => closed.watchQuery("m:list", {}).onUpdate(() => {}),
  ];
  for (const use of uses) {
    const error = await sameFailure([client, npm], use);
    assert.equal(error.message, "ConvexReactClient has already been closed.");
  }
});

test("close() resolves at once; npm convex's waits until the socket has closed", async () => {
  const ended = [];
  const [ours, theirs] = pairOnFakes();
  ours.client.close().then(() => ended.push("ours"));
  theirs.client.close().then(() => ended.push("theirs"));
  await nextTurn();
  assert.deepEqual(ended, ["ours"]);
  theirs.last().onclose({ code: 1000, reason: "" });
  await nextTurn();
  assert.deepEqual(ended, ["ours", "theirs"]);
});
