// Promises of the client's options, beside npm convex's client on the same fake socket.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { ConvexReactClient } from "../../dist/react/index.js";
import { failureOf, pairOnFakes } from "../bad_input/both_clients.mjs";
import { committed, fakeSockets, transition } from "./fake_socket.mjs";

const open = [];

/** A client of each kind, closed when the test has ended. */
function pairOf(options) {
  const pair = pairOnFakes(options);
  open.push(...pair);
  return pair;
}

afterEach(() => {
  for (const { client } of open.splice(0)) client.close();
  delete globalThis.window;
});

/** A page: what listens to its end. */
function page() {
  const listeners = new Set();
  globalThis.window = {
    addEventListener: (type, listener) => type === "beforeunload" && listeners.add(listener),
    removeEventListener: (_, listener) => listeners.delete(listener),
  };
  /** Whether the browser would ask before the page is left. */
  const asks = () => {
    let isAsked = false;
    const event = { preventDefault: () => (isAsked = true) };
    for (const listener of listeners) listener(event);
    return isAsked;
  };
  return { listeners, asks };
}

test("a page is asked about while a request is on its way, as by npm convex", () => {
  for (const name of [0, 1]) {
    const { asks } = page();
    const { client, last } = pairOf()[name];
    assert.equal(asks(), false);
    client.mutation("m:add", {});
    assert.equal(asks(), true);
    last().say(committed(0, 20));
    assert.equal(asks(), false, "answered, though it waits for its transition");
    last().say(transition([1, 10], [1, 20]));
    assert.equal(asks(), false);
  }
});

test("a page is also asked about when a request could not be sent yet", () => {
  const { asks } = page();
  const [ours, theirs] = pairOf();
  ours.last().onclose({ code: 1006, reason: "" });
  ours.client.mutation("m:add", {});
  assert.equal(asks(), true);
  ours.client.close();
  theirs.last().onclose({ code: 1006, reason: "" });
  theirs.client.mutation("m:add", {});
  assert.equal(asks(), false);
});

test("unsavedChangesWarning: false never asks; a closed client does not ask", () => {
  const { listeners } = page();
  for (const { client } of pairOf({ unsavedChangesWarning: false })) client.close();
  assert.equal(listeners.size, 0);
  const [ours, theirs] = pairOf();
  theirs.client.close();
  assert.equal(listeners.size, 2);
  ours.client.close();
  assert.equal(listeners.size, 1);
});

test("unsavedChangesWarning: true throws where a page cannot be asked about, as in npm convex", async () => {
  const failure = await failureOf(() => pairOf({ unsavedChangesWarning: true }));
  assert.match(failure.message, /^unsavedChangesWarning requested, but window\.addEventListener/);
});

test("onServerDisconnectError hears of closes that are not in order and have a reason, as in npm convex", async () => {
  const heard = { ours: [], theirs: [] };
  for (const [index, list] of Object.values(heard).entries()) {
    const onServerDisconnectError = (message) => list.push(message);
    for (const [code, reason] of [
      [1011, "InternalServerError"],
      [1013, "line\nbreak"],
      [1006, ""],
      [1000, "ClientDisconnected"],
      [4040, "not found"],
    ]) {
      const { last } = pairOf({ onServerDisconnectError })[index];
      last().onclose({ code, reason });
      await nextTurn();
    }
  }
  assert.deepEqual(heard.ours, heard.theirs);
  assert.equal(heard.ours[0], "WebSocket closed with code 1011: InternalServerError");
  assert.equal(heard.ours.length, 2);
});

test("reportDebugInfoToConvex is accepted and sends nothing", () => {
  const [{ last }] = pairOf({ reportDebugInfoToConvex: true });
  assert.deepEqual(last().types(), ["Connect", "ModifyQuerySet"]);
});

test("verbose tells what passes on the connection, and nothing of what it holds", async (t) => {
  const lines = [];
  t.mock.method(console, "debug", (...args) => lines.push(args.join(" ")));
  const { FakeSocket, last } = fakeSockets();
  const client = new ConvexReactClient("http://127.0.0.1:1", {
    webSocketConstructor: FakeSocket,
    verbose: true,
  });
  client.setAuth(
    async () => "my-token",
    () => {},
  );
  await new Promise((resolve) => setImmediate(resolve));
  last().open();
  last().say(transition([0, 0], [1, 10]));
  client.close();
  const text = lines.join("\n");
  for (const told of ["connecting to ws:", "open", "sending Authenticate", "received Transition"]) {
    assert.ok(text.includes(told), `${told} in ${text}`);
  }
  assert.ok(!text.includes("my-token"));
});

test("a logger that is a mere console, or throws, costs nothing", async () => {
  const throwing = () => {
    throw new Error("my logger");
  };
  for (const logger of [console, { ...console, logVerbose: throwing }]) {
    const { FakeSocket, last } = fakeSockets();
    const options = { webSocketConstructor: FakeSocket, logger };
    const client = new ConvexReactClient("http://127.0.0.1:1", options);
    client.connectionState();
    last().open();
    client.mutation("m:add", {});
    assert.deepEqual(last().types(), ["Connect", "ModifyQuerySet", "Mutation"]);
    client.close();
  }
});

test("query() of a path that no server can read rejects and leaves nothing behind", async () => {
  const { FakeSocket, last } = fakeSockets();
  const errors = [];
  const logger = { ...console, logVerbose() {}, error: (error) => errors.push(error) };
  const client = new ConvexReactClient("http://127.0.0.1:1", {
    webSocketConstructor: FakeSocket,
    logger,
  });
  client.connectionState();
  last().open();
  await assert.rejects(client.query("a b:c", {}), /a b/);
  await nextTurn();
  assert.deepEqual(errors, []);
  assert.equal(client.watchQuery("a b:c", {}).localQueryResult(), undefined);
  client.close();
});
