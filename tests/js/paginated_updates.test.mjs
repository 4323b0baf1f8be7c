// Promises of onPaginatedUpdate_experimental of ConvexClient, most of them beside npm convex's.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import { ConvexClient as NpmClient } from "convex/browser";
import { ConvexClient } from "../../dist/js/clients/index.js";
import { fakeSockets, transition } from "./fake_socket.mjs";

const open = [];

afterEach(() => {
  for (const client of open.splice(0)) client.close();
});

function connected(Client) {
  const { FakeSocket, last } = fakeSockets();
  const options = { webSocketConstructor: FakeSocket, logger: false };
  const client = new Client("http://127.0.0.1:1", options);
  open.push(client);
  last().open();
  last().say(transition([0, 0], [1, 10]));
  return { client, last };
}

/** What `play` gives, the same with both clients. */
async function both(play) {
  const ours = await play(connected(ConvexClient));
  assert.deepEqual(ours, await play(connected(NpmClient)));
  return ours;
}

const pageOf = (page, continueCursor, more) => ({ page, isDone: false, continueCursor, ...more });
const plain = ({ results, status }) => [results, status];
const optionsSent = ({ sent }) =>
  sent.flatMap(({ modifications = [] }) =>
    modifications.map(({ args, queryId }) => args?.[0].paginationOpts ?? `-${queryId}`),
  );

/** Subscribes and waits for the first callback, which says that it is loading. */
async function listening({ client }, onError) {
  const heard = [];
  const hear = (result) => heard.push(result);
  const options = { initialNumItems: 2 };
  const list = client.onPaginatedUpdate_experimental("m:list", {}, options, hear, onError);
  await delay(0);
  await nextTurn();
  return { heard, list };
}

test("all pages together: loading, the first, the next ones, none any more", async () => {
  const { told, sent } = await both(async ({ client, last }) => {
    const { heard, list } = await listening({ client });
    last().say(transition([1, 10], [2, 20], { 0: pageOf([1, 2], "2") }));
    const { loadMore } = list.getCurrentValue();
    const loaded = [loadMore(3), loadMore(3)];
    await nextTurn();
    last().say(transition([2, 20], [3, 30], { 1: pageOf([3], "end", { isDone: true }) }));
    loaded.push(list.getCurrentValue().loadMore(1));
    list();
    await nextTurn();
    const logs = list.getQueryLogs();
    return { told: heard.map(plain), loaded, logs, sent: optionsSent(last()) };
  });
  assert.deepEqual(told, [
    [[], "LoadingFirstPage"],
    [[1, 2], "CanLoadMore"],
    [[1, 2], "LoadingMore"],
    [[1, 2, 3], "Exhausted"],
  ]);
  const [first, second] = [
    { cursor: null, numItems: 2, id: -1 },
    { cursor: "2", numItems: 3, id: -1 },
  ];
  assert.deepEqual(sent, [first, second, "-0", "-1"]);
});

test("a page that is too long is split; the halves take its place once both are there", async () => {
  const { told } = await both(async ({ client, last }) => {
    const { heard } = await listening({ client });
    const long = pageOf([1, 2, 3, 4, 5], "5", { splitCursor: "3" });
    last().say(transition([1, 10], [2, 20], { 0: long }));
    await nextTurn();
    const halves = { 1: pageOf([1, 2, 3], "3"), 2: pageOf([4, 5], "5") };
    last().say(transition([2, 20], [3, 30], halves));
    await nextTurn();
    return { told: plain(heard.at(-1)), sent: optionsSent(last()) };
  });
  assert.deepEqual(told, [[1, 2, 3, 4, 5], "CanLoadMore"]);
});

test("single queries and lists are told in the order in which they came", async () => {
  const order = await both(async ({ client, last }) => {
    const order = [];
    const hear = (name) => () => order.push(name);
    const options = { initialNumItems: 2 };
    client.onUpdate("m:other", {}, hear("first"));
    client.onPaginatedUpdate_experimental("m:list", {}, options, hear("list"));
    client.onUpdate("m:other", {}, hear("last"));
    await delay(0);
    await nextTurn();
    last().say(transition([1, 10], [3, 20], { 0: "told", 1: pageOf([1], "1") }));
    return order;
  });
  assert.deepEqual(order, ["list", "first", "list", "last"]);
});

test("while the user changes a list is loading its first page", async () => {
  const { client, last } = connected(ConvexClient);
  client.setAdminAuth("one key");
  const { heard } = await listening({ client });
  const identified = (step, from, to) => {
    step.startVersion.identity = from;
    step.endVersion.identity = to;
    return step;
  };
  last().say(identified(transition([1, 10], [2, 20], { 0: pageOf([1], "1") }), 0, 1));
  heard.length = 0;
  client.setAdminAuth("another key");
  const again = { 0: pageOf([1, 2], "2") };
  last().say(identified(transition([2, 20], [2, 30], again), 1, 2));
  assert.deepEqual(heard.map(plain), [
    [[], "LoadingFirstPage"],
    [[1, 2], "CanLoadMore"],
  ]);
});

test("the error of a page goes to onError, and other callbacks are called", async () => {
  const { client, last } = connected(ConvexClient);
  const errors = [];
  const { heard } = await listening({ client }, (error) => errors.push(error.message));
  const others = [];
  client.onUpdate("m:other", {}, (value) => others.push(value));
  await nextTurn();
  const failed = {
    type: "QueryFailed",
    queryId: 0,
    errorMessage: "no",
    logLines: [],
    journal: null,
  };
  const step = transition([1, 10], [3, 20], { 1: "told" });
  last().say({ ...step, modifications: [failed, ...step.modifications] });
  assert.deepEqual(errors, ["[CONVEX Q(m:list)] no\n  Called by client"]);
  assert.deepEqual([heard.length, others], [1, ["told"]]);
});

test("two that ask for the same pages share them; a disabled client has none", async () => {
  await both(async ({ client, last }) => {
    const lists = [await listening({ client }), await listening({ client })];
    last().say(transition([1, 10], [2, 20], { 0: pageOf([1], "1") }));
    lists[0].list.unsubscribe();
    await nextTurn();
    return [lists.map(({ heard }) => heard.map(plain)), optionsSent(last())];
  });
  const disabled = new ConvexClient("http://127.0.0.1:1", { disabled: true });
  const list = disabled.onPaginatedUpdate_experimental(
    "m:list",
    {},
    { initialNumItems: 2 },
    () => {},
  );
  assert.equal(list.getCurrentValue(), undefined);
  list();
});
