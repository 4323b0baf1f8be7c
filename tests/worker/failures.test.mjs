// Promises of lentil/worker when its core, or its worker, fails: nothing hangs, nothing is said twice, all goes on.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { breakCoreBy } from "../js/broken_core.mjs";
import { within } from "../support/deadline.mjs";
import { workers } from "../support/worker_stub.mjs";
import { rigOf } from "./rig.mjs";

const UNKNOWN = /whether it ran is unknown/;
const nothing = () => {};
const SILENT = { log: nothing, warn: nothing, error: nothing };
const rigs = [];

afterEach(async () => {
  for (const { client, server } of rigs.splice(0)) {
    await client.close();
    await server.settle();
  }
});

/** A client in a worker that watches m:list; the server says `state.shown`. */
async function watching(state = { shown: ["first"] }, options = {}) {
  const rig = rigOf(true, { query: () => state.shown }, options);
  rigs.push(rig);
  const watch = rig.client.watchQuery("m:list", {});
  const heard = [];
  watch.onUpdate(() => heard.push(watch.localQueryResult()));
  await rig.server.settle();
  return { ...rig, watch, heard, state, change: (shown) => changed(rig, state, shown) };
}

async function changed({ server }, state, shown) {
  state.shown = shown;
  server.change();
  await server.settle();
}

/** Until a new core, or a new worker, is connected. */
async function backAgain({ server }, connections) {
  const isBack = async () => {
    while (server.connections < connections) await new Promise(setImmediate);
  };
  await within("the next connection", isBack());
  await server.settle();
}

test("a trap: outcomes are unknown, what is shown stays without its layer, a new session goes on", async () => {
  const rig = await watching();
  const optimisticUpdate = (store) => store.setQuery("m:list", {}, ["mine"]);
  rig.server.fallSilent();
  const under = [
    rig.client.mutation("m:add", {}, { optimisticUpdate }),
    rig.client.action("m:act", {}),
  ];
  assert.deepEqual(rig.watch.localQueryResult(), ["mine"]);
  await rig.server.settle();
  breakCoreBy(new WebAssembly.RuntimeError("unreachable"));
  rig.client.reconnect();
  for (const outcome of under) await assert.rejects(outcome, UNKNOWN);
  assert.deepEqual(rig.watch.localQueryResult(), ["first"]);
  assert.match(rig.errors.join(), /^Lentil's core failed and is started anew.*RuntimeError/s);
  assert.equal(workers.at(-1).isEnded, false, "the worker stays");
  await backAgain(rig, 2);
  await rig.change(["second"]);
  assert.deepEqual(rig.watch.localQueryResult(), ["second"]);
  const next = rig.client.mutation("m:add", {});
  await rig.server.settle();
  assert.equal(await next, null);
});

test("what is on its way to a core that has failed is not said to the next one", async () => {
  const rig = await watching();
  breakCoreBy(new WebAssembly.RuntimeError("unreachable"));
  rig.client.reconnect();
  await null; // that call is on its way
  const late = rig.client.mutation("m:late", {});
  await assert.rejects(late, UNKNOWN);
  await assert.rejects(rig.client.mutation("m:none", {}), /this was not sent/);
  await backAgain(rig, 2);
  assert.deepEqual(rig.server.sent("Mutation"), []);
});

test("a worker that breaks is replaced, and nothing is lost from view", async () => {
  const rig = await watching();
  const made = workers.length;
  const waiting = rig.client.mutation("m:add", {});
  workers.at(-1).break("Uncaught Error: out of memory");
  await assert.rejects(waiting, UNKNOWN);
  assert.match(rig.errors.join(), /Lentil's worker failed: Uncaught Error: out of memory/);
  assert.ok(workers[made - 1].isEnded);
  await backAgain(rig, 2);
  assert.equal(workers.length, made + 1);
  await rig.change(["second"]);
  assert.deepEqual(rig.watch.localQueryResult(), ["second"]);
});

test("a page whose policy forbids the worker says what to add to it", async () => {
  const rig = await watching();
  workers.at(-1).break(undefined);
  await rig.server.settle();
  assert.match(rig.errors.join(), /could not be started.*add blob: to its worker-src/);
});

test("where no worker can run at all, queries have that error, calls are not sent, and nothing is tried again", async () => {
  const rig = rigOf(true);
  rigs.push(rig);
  const watch = rig.client.watchQuery("m:list", {});
  watch.onUpdate(() => {});
  const early = assert.rejects(rig.client.mutation("m:add", {}), UNKNOWN);
  const worker = workers.at(-1);
  const made = workers.length;
  worker.onerror({ message: undefined });
  await early;
  const late = rig.client.watchQuery("m:late", {});
  late.onUpdate(() => {});
  const reason = /CONVEX Q\(m:.*could not be started.*worker-src/s;
  assert.throws(() => watch.localQueryResult(), reason);
  assert.throws(() => late.localQueryResult(), reason);
  await assert.rejects(rig.client.mutation("m:add", {}), /this was not sent/);
  await new Promise((done) => setTimeout(done));
  await rig.server.settle();
  const { errors, server } = rig;
  assert.deepEqual([errors.length, workers.length, server.connections], [1, made, 0]);
  assert.ok(worker.isEnded);
});

test("where WebAssembly cannot run, the page hears of it in the words of lentil/react", async (t) => {
  const { Module } = WebAssembly;
  t.after(() => {
    WebAssembly.Module = Module;
  });
  WebAssembly.Module = function forbidden() {
    throw new Error("refused");
  };
  const rig = rigOf(true);
  rigs.push(rig);
  const watch = rig.client.watchQuery("m:list", {});
  watch.onUpdate(() => {});
  await rig.server.settle();
  const reason = /could not start its WebAssembly core.*'wasm-unsafe-eval'/;
  assert.match(rig.errors.join(), reason);
  assert.throws(() => watch.localQueryResult(), reason);
  const own = rigOf(false).client;
  assert.throws(
    () => own.connectionState(),
    ({ message }) => rig.errors[0].endsWith(`unknown. Error: ${message}`),
  );
});

test("without workers, or with a class of the app's for sockets, the error says what to take", (t) => {
  const { Worker } = globalThis;
  t.after(() => {
    globalThis.Worker = Worker;
  });
  const given = rigOf(true, {}, { webSocketConstructor: class {} }).client;
  assert.throws(() => given.connectionState(), /option webSocketConstructor.*lentil\/react/);
  const bad = rigOf(true).client;
  globalThis.Worker = undefined;
  assert.throws(() => bad.connectionState(), /needs the global Worker.*lentil\/react/);
});

test("a value that cannot be read is an error until the next one, which is shown though it comes in parts", async () => {
  const documents = Array.from({ length: 200 }, (_, id) => ({
    _id: `${id}`,
    text: "x".repeat(40),
  }));
  const broken = documents.with(7, { ...documents[7], count: { $integer: "nonsense" } });
  const rig = await watching({ shown: broken });
  assert.throws(() => rig.watch.localQueryResult(), /Integer|base64|nonsense|8 bytes/i);
  await rig.change(documents);
  assert.deepEqual(rig.watch.localQueryResult(), documents);
  await rig.change(documents.with(3, { ...documents[3], text: "y" }));
  assert.equal(rig.watch.localQueryResult()[3].text, "y");
});

test("closing ends the worker and its socket, and nothing is heard any more", async () => {
  const { client, server, heard } = await watching();
  const before = heard.length;
  const worker = workers.at(-1);
  await client.close();
  server.change();
  await server.settle();
  assert.deepEqual(
    [worker.isEnded, server.sockets.at(-1).closed, heard.length],
    [true, true, before],
  );
});

test("who closes the client when it fails has closed it for good", async () => {
  for (const fail of [
    () => workers.at(-1).break("out of memory"),
    () => breakCoreBy(new WebAssembly.RuntimeError("unreachable")),
  ]) {
    const errors = [];
    const rig = await watching(undefined, { logger: { ...SILENT, error: () => close(errors) } });
    const close = (told) => told.push(rig.client.close());
    const made = workers.length;
    fail();
    rig.client.reconnect();
    await rig.server.settle();
    await new Promise((done) => setTimeout(done));
    await rig.server.settle();
    assert.deepEqual([errors.length, workers.length, rig.server.connections], [1, made, 1]);
  }
});

test("a call that cannot reach the worker is a failure of it, and no answer goes to another call", async (t) => {
  const rig = await watching();
  const { postMessage } = Worker.prototype;
  t.after(() => {
    Worker.prototype.postMessage = postMessage;
  });
  Worker.prototype.postMessage = () => {
    throw new RangeError("out of memory");
  };
  const lost = assert.rejects(rig.client.mutation("m:add", {}), UNKNOWN);
  await null;
  Worker.prototype.postMessage = postMessage;
  await lost;
  assert.match(rig.errors.join(), /RangeError: out of memory/);
  await backAgain(rig, 2);
  assert.deepEqual(rig.server.sent("Mutation"), []);
});

test("a script that has begun is held by no address, however the client ends", async (t) => {
  const held = new Set();
  t.mock.method(URL, "createObjectURL", () => {
    const url = `blob:${held.size}`;
    held.add(url);
    return url;
  });
  t.mock.method(URL, "revokeObjectURL", (url) => held.delete(url));
  const rig = await watching();
  const brief = rigOf(true);
  brief.client.connectionState();
  await brief.client.close();
  await brief.server.settle();
  workers.at(-2).break("gone");
  await backAgain(rig, 2);
  assert.deepEqual([...held], []);
});
