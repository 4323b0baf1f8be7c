// Promises under size: a result of 30 MB arrives whole, also in parts; thousands of queries are one frame.

import assert from "node:assert/strict";
import { test } from "node:test";
import { connected, watching } from "../js/connected_client.mjs";
import { transition } from "../js/fake_socket.mjs";

const ROWS = 30_000;
const rows = Array.from({ length: ROWS }, (_, index) => ({ index, text: `é${"x".repeat(998)}` }));
const large = JSON.stringify(transition([2, 20], [2, 30], { 0: rows }));

test("a result of 30 MB arrives whole", async () => {
  assert.ok(large.length > 30_000_000);
  const { client, last, watch, heard } = await watching([]);
  last().say(large);
  assert.deepEqual(watch.localQueryResult(), rows);
  assert.equal(heard.length, 2);
  client.close();
});

test("a result of 30 MB in parts arrives whole, and not before the last part", async () => {
  const { client, last, watch, heard } = await watching([]);
  const totalParts = 7;
  const size = Math.ceil(large.length / totalParts);
  for (let partNumber = 0; partNumber < totalParts; partNumber++) {
    assert.equal(heard.length, 1);
    const chunk = large.slice(partNumber * size, (partNumber + 1) * size);
    last().say({ type: "TransitionChunk", chunk, partNumber, totalParts, transitionId: "1" });
  }
  assert.deepEqual(watch.localQueryResult(), rows);
  assert.equal(heard.length, 2);
  client.close();
});

test("5,000 subscriptions at once are one frame, their results one transition, their end one frame", async () => {
  const COUNT = 5_000;
  const { client, last } = connected();
  const before = last().sent.length;
  let calls = 0;
  const watches = Array.from({ length: COUNT }, (_, n) => client.watchQuery("m:one", { n }));
  const leave = watches.map((watch) => watch.onUpdate(() => calls++));
  await Promise.resolve();
  assertOneFrame(last().sent.slice(before), "Add", COUNT);
  const results = Object.fromEntries(watches.map((_, n) => [n, n]));
  last().say(transition([1, 10], [2, 20], results));
  assert.equal(calls, COUNT);
  assert.ok(watches.every((watch, n) => watch.localQueryResult() === n));
  const shown = last().sent.length;
  for (const unsubscribe of leave) unsubscribe();
  await Promise.resolve();
  assertOneFrame(last().sent.slice(shown), "Remove", COUNT);
  client.close();
});

function assertOneFrame(frames, type, count) {
  assert.deepEqual(
    frames.map((frame) => frame.type),
    ["ModifyQuerySet"],
  );
  const [{ modifications }] = frames;
  assert.equal(modifications.length, count);
  assert.ok(modifications.every((modification) => modification.type === type));
  assert.equal(new Set(modifications.map(({ queryId }) => queryId)).size, count);
}
