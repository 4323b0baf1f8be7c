// Promises of the client whose core fails at an awkward moment: twice, in an update, in a constructor, at the end of
// the stack. Leaves the ordinary ways to core_failure.test.mjs.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fetchQuery } from "../../dist/js/nextjs/index.js";
import { ConvexReactClient } from "../../dist/react/index.js";
import {
  breakCore,
  breakCoreBy,
  breakNextCore,
  breakNextCoreAfter,
  instances,
} from "./broken_core.mjs";
import { connected, watching } from "./connected_client.mjs";
import { committed, fakeSockets, transition } from "./fake_socket.mjs";

/** A watched query, and both clocks under the test's hand. */
async function rigged(t) {
  let now = 0;
  t.mock.method(performance, "now", () => now);
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const rig = await watching([1]);
  const tick = (ms) => {
    now += ms;
    t.mock.timers.tick(ms);
  };
  const fail = () => {
    breakCore();
    rig.last().say("{}");
  };
  return { ...rig, tick, fail };
}

/** Calls into a module until its client is made; the one that subscribes comes next. */
const FEW = 8;

const added = (store) => store.setQuery("m:list", {}, [...store.getQuery("m:list", {}), "mine"]);
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("what is left of a dead core does nothing to the next one", async (t) => {
  const { client, last, heard, errors, tick, fail } = await rigged(t);
  const dead = last();
  const { onopen, onmessage, onclose } = dead;
  fail();
  tick(0);
  last().open();
  last().say(transition([0, 0], [1, 40], { 0: [2] }));
  const before = [instances(), heard.length, errors.length, last().sent.length];
  onopen({});
  onmessage({ data: JSON.stringify(transition([1, 40], [1, 50], { 0: ["dead"] })) });
  onclose({ code: 1006, reason: "dead" });
  assert.equal(typeof dead.onerror, "function", "without a handler npm ws would end the process");
  assert.deepEqual([instances(), heard.length, errors.length, last().sent.length], before);
  assert.equal(client.connectionState().isWebSocketConnected, true);
  client.close();
});

test("a failure after a calm minute is a first one; a core that cannot be made is tried again", async (t) => {
  const { client, sockets, tick, fail } = await rigged(t);
  fail();
  tick(0);
  fail();
  tick(1_000);
  assert.equal(sockets.length, 3);
  tick(60_000);
  breakNextCore();
  fail();
  tick(0);
  assert.equal(sockets.length, 3, "it could not be made");
  tick(1_000);
  assert.equal(sockets.length, 4);
  client.close();
});

test("what is shown, and journals, outlive a core that fails while it is told of them", async (t) => {
  const { client, last, watch, tick, fail } = await rigged(t);
  client.watchQuery("m:pages", {}, { journal: "early" }).onUpdate(() => {});
  await Promise.resolve();
  const page = transition([2, 20], [3, 30], { 0: [1] });
  page.modifications[0].journal = "late";
  last().say(page);
  fail();
  breakNextCoreAfter(FEW);
  tick(0);
  assert.deepEqual(watch.localQueryResult(), [1], "the second failure took nothing away");
  tick(1_000);
  last().open();
  assert.deepEqual(
    last().sent[1].modifications.map(({ udfPath, journal }) => [udfPath, journal]),
    [
      ["m:list", "late"],
      ["m:pages", "early"],
    ],
  );
  client.close();
});

test("nobody is told of a query that was left while there was no core", async (t) => {
  const { client, last, unsubscribe, tick, fail } = await rigged(t);
  const other = client.watchQuery("m:other", {});
  const leaveOther = other.onUpdate(() => {});
  await Promise.resolve();
  last().say(transition([2, 20], [3, 30], { 1: "other" }));
  fail();
  unsubscribe();
  assert.equal(
    client.watchQuery("m:list", {}).localQueryResult(),
    undefined,
    "not as if it were fresh",
  );
  tick(0);
  last().open();
  assert.deepEqual(
    last().sent[1].modifications.map(({ udfPath }) => udfPath),
    ["m:other"],
  );
  leaveOther();
  await Promise.resolve();
  assert.deepEqual(last().sent.at(-1).modifications, [{ type: "Remove", queryId: 0 }]);
  client.close();
});

test("listeners hear of a layer that falls with its core; its caller meets no later request", async (t) => {
  const { client, last, heard, tick, fail } = await rigged(t);
  const lost = client.mutation("m:add", {}, { optimisticUpdate: added });
  assert.deepEqual(heard.at(-1), [1, "mine"]);
  fail();
  assert.deepEqual(heard.at(-1), [1]);
  await assert.rejects(lost, /whether it ran is unknown/);
  tick(0);
  const { hasEverConnected, connectionCount } = client.connectionState();
  assert.deepEqual([hasEverConnected, connectionCount], [true, 1]);
  last().open();
  const next = client.mutation("m:add", {});
  assert.equal(last().sent.at(-1).requestId, 0, "the same id as the lost one had");
  last().say(committed(0, 40, "next"));
  last().say(transition([0, 0], [1, 40], { 0: [1] }));
  assert.equal(await next, "next");
  client.close();
});

test("a core that fails in an update leaves no value without a layer", async (t) => {
  const { client, last, watch, tick } = await rigged(t);
  const calls = [];
  const update = (store) => {
    added(store);
    if (calls.push(1) === 2) {
      breakCore();
      client.mutation("m:nested", {}).catch(() => {});
    }
  };
  const first = client.mutation("m:add", {}, { optimisticUpdate: update });
  last().say(transition([2, 20], [2, 30], { 0: [2] }));
  await assert.rejects(first, /whether it ran is unknown/);
  assert.deepEqual([watch.localQueryResult(), calls.length], [[2], 2]);
  const second = client.mutation("m:add", {}, { optimisticUpdate: added });
  await assert.rejects(second, /this was not sent/);
  assert.deepEqual(watch.localQueryResult(), [2]);
  tick(0);
  last().open();
  last().say(transition([0, 0], [1, 40], { 0: [3] }));
  assert.deepEqual(watch.localQueryResult(), [3]);
  client.close();
});

test("a socket class that throws when it is closed, or calls the client while it is made", async (t) => {
  const { FakeSocket, sockets } = fakeSockets();
  let whileMade = () => {};
  class Odd extends FakeSocket {
    constructor(url) {
      super(url);
      whileMade();
    }
    close() {
      super.close();
      throw new Error("close");
    }
  }
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const tick = (ms) => t.mock.timers.tick(ms);
  const client = new ConvexReactClient("http://127.0.0.1:1", {
    webSocketConstructor: Odd,
    logger: false,
  });
  client.connectionState();
  sockets[0].open();
  const lost = client.mutation("m:add", {});
  whileMade = () => {
    whileMade = () => {};
    breakCore();
    client.action("m:act", {}).catch(() => {});
  };
  breakCore();
  sockets[0].say("{}");
  await assert.rejects(lost, /unknown/);
  tick(0);
  assert.deepEqual([sockets.length, sockets[1].closed], [2, true], "made for a core that is gone");
  tick(1_000);
  assert.equal(sockets.length, 3);
  sockets[2].open();
  assert.equal(sockets[2].types()[0], "Connect");
  client.close();
});

test("a failed core leaves no listener, no timer and no process behind", async (t) => {
  const listeners = new Set();
  globalThis.addEventListener = (name, listener) => listeners.add(`${name}`) && listener;
  globalThis.removeEventListener = (name) => listeners.delete(`${name}`);
  t.after(() => {
    delete globalThis.addEventListener;
    delete globalThis.removeEventListener;
  });
  const pending = new Set();
  const { setTimeout, clearTimeout } = globalThis;
  t.after(() => Object.assign(globalThis, { setTimeout, clearTimeout }));
  globalThis.setTimeout = (task, ms) => pending.add(task) && { task, ms };
  globalThis.clearTimeout = (timer) => pending.delete(timer?.task);
  const { client, last } = await watching([1]);
  assert.equal(listeners.size, 4);
  breakCore();
  last().say("{}");
  assert.equal(pending.size, 1, "the restart alone");
  client.close();
  assert.deepEqual([listeners.size, pending.size], [0, 0]);
});

test("a stack that ends in a call of the client costs no promise and no client", async (t) => {
  // Also setTimeout may be cut short by the end of the stack, and leave a timer that nobody can clear.
  t.mock.timers.enable({ apis: ["setTimeout"] });
  for (let depth = 0; depth < 120; depth++) {
    const { client, sockets, last, errors } = connected();
    const early = client.action("m:early", {}).catch((error) => error.message);
    const recurse = (...padding) => {
      client.watchQuery("m:list", {}).onUpdate(() => {});
      recurse(...padding);
    };
    assert.throws(() => recurse(...new Array(depth).fill(0)), RangeError);
    await turn();
    if (errors.length > 0) {
      assert.match(await early, /whether it ran is unknown/);
      t.mock.timers.tick(0);
      assert.equal(sockets.length, 2);
      last().open();
    }
    client.mutation("m:probe", {}).catch(() => {});
    assert.ok(
      last().sent.some(({ udfPath }) => udfPath === "m:probe"),
      "the client lives",
    );
    client.close();
  }
});

test("a core that fails in the very call that signs a user out leaves nothing of his on screen", async (t) => {
  const { client, watch } = await rigged(t);
  client.setAuth(async () => null);
  await turn();
  assert.deepEqual(watch.localQueryResult(), [1]);
  breakCoreBy(new WebAssembly.RuntimeError("unreachable"));
  client.clearAuth();
  assert.equal(watch.localQueryResult(), undefined);
  client.close();
});

test("a RangeError out of the HTTP core: the next call has another instance", async (t) => {
  t.mock.method(globalThis, "fetch", async () =>
    Response.json({ status: "success", value: 1, logLines: [] }),
  );
  const call = () => fetchQuery("m:get", {}, { url: "http://127.0.0.1:1" });
  assert.equal(await call(), 1);
  const before = instances();
  breakCoreBy(new RangeError("Maximum call stack size exceeded"));
  await assert.rejects(call(), /Lentil's core failed; m:get was not sent/);
  assert.equal(await call(), 1);
  assert.equal(instances(), before + 1);
});
