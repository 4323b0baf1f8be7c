// Promises of a watch and of the connection state beside results: journals, log lines, who is told and how often.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createElement as h } from "react";
import { renderToString } from "react-dom/server";
import { ConvexProvider, useQuery } from "../../dist/react/index.js";
import { connected, watching } from "./connected_client.mjs";
import { transition } from "./fake_socket.mjs";

/** A transition with one result, its log lines and its journal. */
function resultWith(value, parts) {
  const frame = transition([2, 20], [2, 30], { 0: value });
  Object.assign(frame.modifications[0], parts);
  return frame;
}

test("a watch gives the query's journal, and one that is given is sent", async () => {
  const { client, last, watch } = await watching([1]);
  assert.equal(watch.journal(), null);
  last().say(resultWith([2], { journal: "page 2" }));
  assert.equal(watch.journal(), "page 2");
  client.watchQuery("m:other", {}, { journal: "page 2" }).onUpdate(() => {});
  await Promise.resolve();
  assert.equal(last().sent.at(-1).modifications[0].journal, "page 2");
  client.close();
});

test("a query that is watched already is answered at once and asks the server for nothing", async () => {
  const { client, last } = await watching([1]);
  const before = last().sent.length;
  assert.deepEqual(await client.query("m:list", {}), [1]);
  await Promise.resolve();
  assert.equal(last().sent.length, before);
  client.close();
});

test("a watch gives the log lines of the last run, and the console gets them with their function", async () => {
  const logged = [];
  const nothing = () => {};
  const log = (...words) => logged.push(words);
  const logger = { log, warn: nothing, error: nothing, logVerbose: nothing };
  const { client, last, watch } = await watching([1], { logger });
  last().say(resultWith([2], { logLines: ["[LOG] 'two\nlines'"] }));
  assert.deepEqual(watch.localQueryLogs(), ["[LOG] 'two\nlines'"]);
  assert.deepEqual(logged, [
    ["%c[CONVEX Q(m:list)] [LOG]", "color:rgb(0, 145, 255)", "'two\nlines'"],
  ]);
  client.close();
});

test("changes of the connection state within a turn are told once; after close none is", async () => {
  const { client } = connected();
  await Promise.resolve();
  const heard = [];
  client.subscribeToConnectionState((state) => heard.push(state.inflightMutations));
  client.mutation("m:add", {});
  client.mutation("m:add", {});
  await Promise.resolve();
  assert.deepEqual(heard, [2]);
  client.mutation("m:add", {});
  client.close();
  await Promise.resolve();
  assert.deepEqual(heard, [2]);
});

test("a listener behind the one that closes the client is not called", async () => {
  const { client, last, watch } = await watching([1]);
  const behind = [];
  watch.onUpdate(() => client.close());
  watch.onUpdate(() => behind.push(watch.localQueryResult()));
  last().say(resultWith([2], {}));
  assert.deepEqual(behind, []);
});

function Shown() {
  return String(useQuery("m:list", {}));
}

test("a page rendered for hydration shows a query as loading, whatever the client knows by then", async () => {
  const { client, watch } = await watching([1]);
  assert.deepEqual(watch.localQueryResult(), [1]);
  assert.equal(renderToString(h(ConvexProvider, { client }, h(Shown))), "undefined");
  client.close();
});
