// Promises of the client when the app, the server or the socket misbehaves.

import assert from "node:assert/strict";
import { test } from "node:test";
import WebSocket from "ws";
import { ConvexReactClient } from "../../dist/react/index.js";
import { until } from "../support/deadline.mjs";
import { freePort } from "../support/free_port.mjs";
import { connected, watching } from "./connected_client.mjs";
import { committed, fakeSockets, transition } from "./fake_socket.mjs";

const failWith = (text) => () => {
  throw new Error(text);
};

test("a value that cannot be decoded is its query's error; the rest of the transition holds", async () => {
  const { client, last, watch } = await watching([1]);
  const other = client.watchQuery("m:other", {});
  other.onUpdate(() => {});
  await Promise.resolve();
  const done = client.mutation("m:add", {});
  last().say(committed(0, 30, { $odd: 1 }));
  last().say(transition([2, 20], [3, 30], { 0: { $odd: 1 }, 1: "fine" }));
  assert.throws(() => watch.localQueryResult(), /\$odd/);
  assert.equal(other.localQueryResult(), "fine");
  await assert.rejects(done, /\$odd/);
  client.close();
});

test("a logger that throws costs nobody a result", async () => {
  const throwing = { log: failWith("log"), warn() {}, error: failWith("error"), logVerbose() {} };
  const { client, last, watch } = await watching([1], { logger: throwing });
  const frame = transition([2, 20], [2, 30], { 0: [2] });
  frame.modifications[0].logLines = ["[LOG] 'x'"];
  last().say(frame);
  assert.deepEqual(watch.localQueryResult(), [2]);
  client.close();
});

test("a listener may close the client", async () => {
  const { client, last, watch, errors, heard } = await watching([1]);
  watch.onUpdate(() => client.close());
  last().say(transition([2, 20], [2, 30], { 0: [2] }));
  assert.deepEqual([heard.length, errors, last().closed], [2, [], true]);
});

test("an optimistic update may close the client", async () => {
  const { client } = await watching([1]);
  client.mutation("m:add", {}, { optimisticUpdate: () => client.close() });
  assert.throws(() => client.connectionState(), /already been closed/);
});

test("a listener that leaves during a round is not called in it", async () => {
  const { client, last, watch } = await watching([1]);
  let calls = 0;
  let leave = () => {};
  watch.onUpdate(() => leave());
  leave = watch.onUpdate(() => calls++);
  last().say(transition([2, 20], [2, 30], { 0: [2] }));
  assert.equal(calls, 0);
  client.close();
});

test("a nested mutation inside an update shows its own effect", async () => {
  const { client, last, watch } = await watching([1]);
  const other = client.watchQuery("m:other", {});
  const set = (name, value) => (store) => store.setQuery(name, {}, value);
  client.mutation(
    "m:outer",
    {},
    {
      optimisticUpdate: (store) => {
        client.mutation("m:inner", {}, { optimisticUpdate: set("m:other", "inner") });
        set("m:list", ["outer"])(store);
      },
    },
  );
  assert.deepEqual([watch.localQueryResult(), other.localQueryResult()], [["outer"], "inner"]);
  const sent = last().sent.filter((frame) => frame.type === "Mutation");
  assert.deepEqual(
    sent.map((frame) => [frame.requestId, frame.udfPath]),
    [
      [0, "m:outer"],
      [1, "m:inner"],
    ],
  );
  client.close();
});

test("an update that changes in place what it read is shown", async () => {
  const { client, watch, heard } = await watching([1]);
  client.mutation(
    "m:add",
    {},
    {
      optimisticUpdate: (store) => {
        const list = store.getQuery("m:list", {});
        list.push(2);
        store.setQuery("m:list", {}, list);
      },
    },
  );
  assert.deepEqual([watch.localQueryResult(), heard.length], [[1, 2], 2]);
  client.close();
});

test("a query that is left and watched again while results are held starts anew", async () => {
  const { client, last, sockets, unsubscribe, watch } = await watching(["old"]);
  client.mutation("m:add", {}, { optimisticUpdate: () => {} });
  last().onclose({ code: 1006, reason: "" });
  globalThis.dispatchEvent?.(new Event("online"));
  await until("a second connection", () => sockets.length === 2);
  last().open();
  unsubscribe();
  await Promise.resolve();
  watch.onUpdate(() => {});
  assert.equal(watch.localQueryResult(), undefined);
  client.close();
});

test("a bad path is told to its listener", () => {
  const { client } = connected();
  const watch = client.watchQuery("no such path", {});
  const heard = [];
  watch.onUpdate(() => heard.push("called"));
  assert.deepEqual(heard, ["called"]);
  assert.throws(() => watch.localQueryResult(), /no such path/);
  client.close();
});

test("two subscriptions of one callback to the connection state are two", async () => {
  const { FakeSocket, last } = fakeSockets();
  const client = new ConvexReactClient("http://127.0.0.1:1", { webSocketConstructor: FakeSocket });
  let calls = 0;
  const hear = () => calls++;
  const leave = client.subscribeToConnectionState(hear);
  client.subscribeToConnectionState(hear);
  leave();
  last().open();
  await Promise.resolve();
  assert.equal(calls, 1);
  client.close();
});

test("an outage is told in npm convex's words", () => {
  const { client, last, lines, errors } = connected();
  last().onclose({ code: 1011, reason: "InternalServerError" });
  assert.equal(lines[0], "WebSocket closed with code 1011: InternalServerError");
  assert.match(lines[1], /^Attempting reconnect in \d+ms$/);
  assert.deepEqual(errors, []);
  client.close();
});

test("a socket class whose close event says nothing is an ordinary outage", () => {
  const { client, last } = connected();
  last().onclose({});
  assert.equal(client.connectionState().isWebSocketConnected, false);
  client.close();
});

test("npm ws: no server, and closing while connecting, are outages and no crash", async () => {
  const port = await freePort();
  const options = { webSocketConstructor: WebSocket, logger: false };
  const client = new ConvexReactClient(`http://127.0.0.1:${port}`, options);
  await until("a failed attempt", () => client.connectionState().connectionRetries > 0);
  client.close();
  const closing = new ConvexReactClient(`http://127.0.0.1:${port}`, options);
  closing.connectionState();
  closing.close();
  await new Promise((resolve) => setImmediate(resolve));
});

test("after a frame that could not be sent nothing more goes out on its socket", async () => {
  const { client, last, sockets } = connected();
  const first = last();
  let tried = 0;
  first.send = () => {
    if (tried++ === 0) throw new Error("gone");
  };
  client.watchQuery("m:a", {}).onUpdate(() => {});
  void client.mutation("m:add", {});
  await Promise.resolve();
  assert.deepEqual([tried, first.closed], [1, true]);
  assert.equal(sockets.length, 1, "the next one waits for its time");
  client.close();
});
