// Promises of ConvexClient, most of them beside npm convex's on a socket that says the same.

import assert from "node:assert/strict";
import { once } from "node:events";
import { afterEach, test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { ConvexClient as NpmClient } from "convex/browser";
import { WebSocketServer } from "ws";
import { ConvexClient as PlainClient } from "../../dist/js/clients/index.js";
import { ConvexClient } from "../../dist/js/clients/index_node.js";
import { until, within } from "../support/deadline.mjs";
import { committed, fakeSockets, transition } from "./fake_socket.mjs";

const URL = "http://127.0.0.1:1";
const open = [];

afterEach(() => {
  for (const client of open.splice(0)) client.close();
});

function connected(Client, options = {}) {
  const { FakeSocket, last, sockets } = fakeSockets();
  const client = new Client(URL, {
    webSocketConstructor: FakeSocket,
    logger: false,
    ...options,
  });
  open.push(client);
  last().open();
  last().say(transition([0, 0], [1, 10]));
  return { client, last, sockets };
}

/** What `play` gives, the same with both clients. */
async function both(play) {
  const ours = await play(connected(ConvexClient), ConvexClient);
  assert.deepEqual(ours, await play(connected(NpmClient), NpmClient));
  return ours;
}

/** Timers of no delay have run, also those that another one sets. */
const timers = () => new Promise((resolve) => setTimeout(() => setTimeout(resolve, 0), 0));

const failed = (queryId, errorMessage) => {
  return { type: "QueryFailed", queryId, errorMessage, logLines: [], journal: null };
};

test("callbacks run in the order in which they came, with each new result", async () => {
  const heard = await both(async ({ client, last }) => {
    const heard = [];
    const hear = (name) => (value, reserved) => heard.push([name, value, reserved]);
    client.onUpdate("m:b", {}, hear("first"));
    const { unsubscribe } = client.onUpdate("m:a", {}, hear("second"));
    client.onUpdate("m:b", {}, hear("third"));
    await nextTurn();
    last().say(transition([1, 10], [3, 20], { 0: "b", 1: "a" }));
    unsubscribe();
    last().say(transition([3, 20], [3, 30], { 1: "not heard" }));
    last().say(transition([3, 30], [3, 40], { 0: "c" }));
    return heard;
  });
  assert.deepEqual(
    heard.map(([name, value]) => name + value),
    ["firstb", "seconda", "thirdb", "firstc", "thirdc"],
  );
});

test("what is there already is told soon, once, and not in the call", async () => {
  const heard = await both(async ({ client, last }) => {
    const heard = [];
    client.onUpdate("m:list", {}, () => {});
    await nextTurn();
    last().say(transition([1, 10], [2, 20], { 0: [1] }));
    client.onUpdate("m:list", {}, (value) => heard.push(["late", value]));
    const left = client.onUpdate("m:list", {}, () => heard.push("left"));
    client.onUpdate("m:other", {}, () => heard.push("nothing there"));
    left();
    const before = heard.length;
    await timers();
    return [before, heard];
  });
  assert.deepEqual(heard, [0, [["late", [1]]]]);
});

test("an unsubscribe is a function and has members", async () => {
  await both(async ({ client, last }) => {
    const subscription = client.onUpdate("m:list", {}, () => {});
    const before = subscription.getCurrentValue();
    await nextTurn();
    last().say(transition([1, 10], [2, 20], { 0: [1] }));
    const after = subscription.getCurrentValue();
    subscription();
    await nextTurn();
    return [before, after, Object.keys(subscription).sort(), last().sent.slice(2)];
  });
  const { client, last } = connected(ConvexClient);
  const { getQueryLogs } = client.onUpdate("m:list", {}, () => {});
  await nextTurn();
  const said = transition([1, 10], [2, 20], { 0: [1] });
  said.modifications[0].logLines = ["[LOG] 'x'"];
  last().say(said);
  assert.deepEqual(getQueryLogs(), ["[LOG] 'x'"]);
});

test("an error goes to onError; without one it is an unhandled rejection, and the others are called", async () => {
  const rejections = [];
  const runners = process.listeners("unhandledRejection"); // of the test runner, which would fail this test
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", (error) => rejections.push(error.message));
  try {
    await both(async ({ client, last }) => {
      const heard = [];
      const noise = once(process, "unhandledRejection");
      client.onUpdate("m:bad", {}, () => heard.push("a value"));
      const onError = (error, reserved) => heard.push([error.message, reserved]);
      client.onUpdate("m:bad", {}, () => heard.push("a value"), onError);
      await nextTurn();
      last().say({ ...transition([1, 10], [2, 20]), modifications: [failed(0, "no")] });
      await within("the rejection", noise);
      last().say(transition([2, 20], [2, 30], { 0: "mended" }));
      return heard;
    });
  } finally {
    process.removeAllListeners("unhandledRejection");
    for (const runner of runners) process.on("unhandledRejection", runner);
  }
  assert.equal(rejections.length, 2);
});

test("query() gives what is there, or what comes first, or its error; and leaves nothing behind", async () => {
  await both(async ({ client, last }) => {
    const first = client.query("m:list", {});
    const bad = client.query("m:bad", {}).catch(({ message }) => message);
    await nextTurn();
    const results = transition([1, 10], [3, 20], { 0: [1] });
    last().say({ ...results, modifications: [...results.modifications, failed(1, "no")] });
    const values = [await first, await bad];
    client.onUpdate("m:kept", {}, () => {});
    await nextTurn();
    last().say(transition([3, 20], [4, 30], { 2: "kept" }));
    values.push(await client.query("m:kept", {}));
    const removed = last()
      .sent.flatMap(({ modifications = [] }) => modifications)
      .filter(({ type }) => type === "Remove");
    return [values, removed.length];
  });
});

test("mutations, actions and optimistic updates", async () => {
  await both(async ({ client, last }) => {
    const heard = [];
    client.onUpdate("m:list", {}, (value) => heard.push(value));
    await nextTurn();
    last().say(transition([1, 10], [2, 20], { 0: [1] }));
    const optimisticUpdate = (store, { n }) => store.setQuery("m:list", {}, [1, n]);
    const added = client.mutation("m:add", { n: 2 }, { optimisticUpdate });
    const loading = client.mutation(
      "m:clear",
      {},
      {
        optimisticUpdate: (store) => store.setQuery("m:list", {}, undefined),
      },
    );
    last().say(committed(0, 30, 5));
    last().say(committed(1, 30));
    last().say(transition([2, 20], [2, 30], { 0: [] }));
    const acted = client.action("m:act", {});
    last().say({ type: "ActionResponse", requestId: 2, success: true, result: 1, logLines: [] });
    return [heard, await added, await loading, await acted];
  });
});

test("a disabled client opens nothing and says so, in npm convex's words", async () => {
  await both(async (_, Client) => {
    const { FakeSocket, sockets } = fakeSockets();
    const client = new Client(URL, { disabled: true, webSocketConstructor: FakeSocket });
    const messageOf = ({ message }) => message;
    const attempt = (use) => {
      try {
        return use();
      } catch (error) {
        return error.message;
      }
    };
    client.setAuth(async () => null);
    const subscription = client.onUpdate("m:list", {}, () => {});
    subscription.unsubscribe();
    return [
      [client.disabled, client.closed, sockets.length, subscription.getCurrentValue()],
      await client.query("m:list", {}).catch(messageOf),
      await client.mutation("m:add", {}).catch(messageOf),
      await client.action("m:act", {}).catch(messageOf),
      attempt(() => client.connectionState()),
      attempt(() => client.client),
      client.subscribeToConnectionState(() => {})(),
      client.getAuth(),
      await client.close(),
      client.closed,
    ];
  });
});

test("a closed client calls nobody back", async () => {
  const { client, last } = connected(ConvexClient);
  const heard = [];
  const unsubscribe = client.onUpdate("m:list", {}, (value) => heard.push(value));
  await nextTurn();
  last().say(transition([1, 10], [2, 20], { 0: [1] }));
  client.onUpdate("m:list", {}, (value) => heard.push(value));
  await client.close();
  unsubscribe();
  await timers();
  assert.deepEqual([heard, client.closed, last().closed], [[[1]], true, true]);
  assert.throws(() => client.setAdminAuth("key"), { message: /already been closed/ });
});

test("a result that is equal, or whose log lines alone are new, calls nobody back", async () => {
  const { client, last } = connected(ConvexClient);
  const heard = [];
  client.onUpdate("m:list", {}, (value) => heard.push(value));
  await nextTurn();
  last().say(transition([1, 10], [2, 20], { 0: [1] }));
  const again = transition([2, 20], [2, 30], { 0: [1] });
  again.modifications[0].logLines = ["[LOG] 'x'"];
  last().say(again);
  assert.deepEqual(heard, [[1]]);
});

test("a callback that throws does not silence the others", async () => {
  const reported = [];
  const nothing = () => {};
  const error = (thrown) => reported.push(thrown.message);
  const logger = { log: nothing, warn: nothing, logVerbose: nothing, error };
  const { client, last } = connected(ConvexClient, { logger });
  const heard = [];
  client.onUpdate("m:list", {}, () => {
    throw new Error("my callback");
  });
  client.onUpdate("m:list", {}, (value) => heard.push(value));
  await nextTurn();
  last().say(transition([1, 10], [2, 20], { 0: 1 }));
  assert.deepEqual([heard, reported], [[1], ["my callback"]]);
});

test("reconnect() connects at once; a disabled client has nothing to connect", () => {
  const { client, last, sockets } = connected(ConvexClient);
  last().onclose({ code: 1006, reason: "" });
  assert.equal(sockets.length, 1);
  client.reconnect();
  assert.equal(sockets.length, 2);
  new ConvexClient(URL, { disabled: true }).reconnect();
});

test("a client that is closed before npm ws is loaded opens nothing", async () => {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await within("a server", once(server, "listening"));
  const address = `http://127.0.0.1:${server.address().port}`;
  const paths = [];
  server.on("connection", (_socket, { url }) => paths.push(url));
  try {
    await new ConvexClient(address).close();
    const second = new ConvexClient(address);
    open.push(second);
    await until("the second to connect", () => second.connectionState().isWebSocketConnected);
    assert.equal(paths.length, 1);
  } finally {
    for (const socket of server.clients) socket.terminate();
    server.close();
  }
});

test("an address that npm ws refuses is a failed connection", async () => {
  const options = { logger: false, skipConvexDeploymentUrlCheck: true };
  const client = new ConvexClient("http://127.0.0.1:99999", options);
  open.push(client);
  await until("the failure", () => client.connectionState().connectionRetries > 0);
});

test("Node brings a WebSocket where there is none; elsewhere its absence is told", () => {
  assert.equal(typeof WebSocket, "undefined");
  const client = new ConvexClient(URL, { logger: false });
  open.push(client);
  assert.equal(client.connectionState().isWebSocketConnected, false);
  assert.throws(() => new PlainClient(URL), { message: /^No WebSocket global variable defined!/ });
  assert.throws(() => new ConvexClient(URL, { webSocketConstructor: undefined }), /No WebSocket/);
});
