// Promises when the server says what it should not: nothing of it is shown, what was shown stays, the client says
// what was wrong, opens a new connection and goes on there. What npm convex does instead is a named difference.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { watching } from "../js/connected_client.mjs";
import { committed, transition } from "../js/fake_socket.mjs";
import { until } from "../support/deadline.mjs";
import { pairOnFakes } from "./both_clients.mjs";

const chunk = (text, partNumber, totalParts, transitionId = "1") => ({
  type: "TransitionChunk",
  chunk: text,
  partNumber,
  totalParts,
  transitionId,
});
const next = transition([2, 20], [2, 30], { 0: ["never shown"] });
const half = JSON.stringify(next).slice(0, 50);

const UNREADABLE = "the server sent a frame that cannot be read";
const VERSION = "the server sent a transition that does not start where the last one ended";
const ORDER = "the server sent the parts of a large transition out of order";

const CASES = [
  { what: "a frame that is not JSON", frames: ["<html>"], says: UNREADABLE },
  { what: "an empty frame", frames: [""], says: UNREADABLE },
  { what: "a frame that ends early", frames: [half], says: UNREADABLE },
  { what: "JSON that is no message", frames: ["[1]"], says: UNREADABLE },
  {
    what: "a message of an unknown type",
    frames: [{ type: "Surprise" }],
    says: "the server sent a message of the unknown type Surprise",
  },
  {
    what: "a transition from another query set",
    frames: [transition([9, 20], [9, 30], { 0: ["x"] })],
    says: VERSION,
  },
  {
    what: "a transition from another time",
    frames: [transition([2, 21], [2, 30], { 0: ["x"] })],
    says: VERSION,
  },
  { what: "a chunk before the first", frames: [chunk(half, 1, 2)], says: ORDER },
  { what: "a chunk left out", frames: [chunk(half, 0, 3), chunk(half, 2, 3)], says: ORDER },
  { what: "a chunk twice", frames: [chunk(half, 0, 3), chunk(half, 0, 3)], says: ORDER },
  {
    what: "a chunk of another transition",
    frames: [chunk(half, 0, 2), chunk(half, 1, 2, "2")],
    says: ORDER,
  },
  { what: "a chunk of no parts", frames: [chunk(half, 0, 0)], says: ORDER },
  {
    what: "chunks that make no JSON",
    frames: [chunk(half, 0, 2), chunk(half, 1, 2)],
    says: UNREADABLE,
  },
];

describe("the server misspeaks", { concurrency: true }, () => {
  for (const { what, frames, says } of CASES) {
    test(`${what} is told, shown nowhere, and the next connection goes on`, async () => {
      const { client, last, sockets, watch, errors, heard } = await watching(["shown"]);
      const done = client.mutation("m:add", {});
      for (const frame of frames) last().say(frame);
      assert.deepEqual(errors, [says]);
      assert.deepEqual([watch.localQueryResult(), heard.length], [["shown"], 1]);
      const state = client.connectionState();
      assert.deepEqual([last().closed, state.isWebSocketConnected], [true, false]);
      await until("a second connection", () => sockets.length === 2);
      last().open();
      assert.deepEqual(last().types(), ["Connect", "ModifyQuerySet", "Mutation"]);
      assert.equal(last().sent[0].lastCloseReason, says);
      last().say(committed(0, 40));
      last().say(transition([0, 0], [1, 40], { 0: ["fresh"] }));
      assert.equal(await done, null);
      assert.deepEqual([watch.localQueryResult(), heard.length], [["fresh"], 2]);
      client.close();
    });
  }
});

test("a result of a query and an answer to a request that nobody asked for harm nothing", async () => {
  const { client, last, watch, errors } = await watching(["shown"]);
  last().say(transition([2, 20], [2, 30], { 0: ["next"], 77: ["whose?"] }));
  assert.deepEqual([watch.localQueryResult(), errors], [["next"], []]);
  last().say(committed(99, 30));
  assert.deepEqual([watch.localQueryResult(), errors], [["next"], []]);
  client.close();
});

test("a log line that is none is told in npm convex's words, and its result is shown", async () => {
  const told = [];
  const nothing = () => {};
  const error = (text) => told.push(text);
  const logger = { log: nothing, warn: nothing, logVerbose: nothing, error };
  for (const { client, last } of pairOnFakes({ logger })) {
    const watch = client.watchQuery("m:list", {});
    watch.onUpdate(nothing);
    await Promise.resolve();
    const frame = transition([1, 10], [2, 20], { 0: ["shown"] });
    frame.modifications[0].logLines = ["no level"];
    last().say(frame);
    assert.deepEqual(watch.localQueryResult(), ["shown"]);
    client.close();
  }
  const text = "[CONVEX Q(m:list)] Could not parse console.log";
  assert.deepEqual(told, [text, text]);
});
