// Pages of the embedded deployment, watched by the official client: they grow and shrink where the
// data does, and together stay the whole list. Seeded.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ConvexClient, ConvexHttpClient } from "convex/browser";
import { anyApi } from "convex/server";
import { ConvexError } from "convex/values";
import WebSocket from "ws";
import { Seen, until } from "../support/deadline.mjs";
import { startDeployment } from "../support/deployment.mjs";
import { fixtureApp } from "./support/fixture_app.mjs";
import { seeded } from "./support/random.mjs";

const { notes } = anyApi;

let app;
let deployment;
let client;

before(async () => {
  app = await fixtureApp();
  deployment = await startDeployment({ folder: app.path });
  client = connect();
});

after(async () => {
  await client?.close();
  await deployment?.close();
  await app?.remove();
});

function connect() {
  return new ConvexClient(deployment.url, { webSocketConstructor: WebSocket, logger: false });
}

const text = (number) => `note ${String(number).padStart(3, "0")}`;
const add = (number) => client.mutation(notes.add, { text: text(number) });
const remove = (number) => client.mutation(notes.remove, { text: text(number) });

for (const isDescending of [false, true]) {
  test(`pages that are watched stay the whole list (${isDescending ? "descending" : "ascending"})`, async () => {
    const { below } = seeded(7);
    for (let number = 0; number < 60; number += 4) await add(number);
    const pages = [await open(null), null, null];
    for (const at of [1, 2]) pages[at] = await open(latest(pages[at - 1]).continueCursor);
    for (let step = 0; step < 60; step++) {
      const number = below(60);
      await (below(2) === 0 ? add(number) : remove(number));
    }
    const ends = pages.map((page) => page.seen.values[0].continueCursor);
    const upToEnd = options({ cursor: null, endCursor: ends[2] });
    const { page: whole } = await client.query(notes.page, upToEnd);
    await until("the pages to be the list", () => same(shown(pages), whole));
    assert.deepEqual(
      pages.map((page) => latest(page).continueCursor),
      ends,
      "the ends stay where they were",
    );
    const sorted = (await client.query(notes.list, {})).toSorted();
    if (isDescending) sorted.reverse();
    assert.deepEqual(whole, sorted.slice(0, whole.length));
    for (const page of pages) page.unsubscribe();
  });

  async function open(cursor) {
    const seen = new Seen();
    const unsubscribe = client.onUpdate(notes.page, options({ cursor }), (page) => seen.add(page));
    await seen.until("the page", () => true);
    return { seen, unsubscribe };
  }

  function options(paginationOpts) {
    return { paginationOpts: { numItems: 4, ...paginationOpts }, isDescending };
  }
}

const latest = ({ seen }) => seen.values.at(-1);
const shown = (pages) => pages.flatMap((page) => latest(page).page);
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

test("a page keeps its end over a restart of the deployment", async () => {
  await client.mutation(notes.add, { text: "zz 1" });
  const seen = new Seen();
  const query = { paginationOpts: { numItems: 2, cursor: null }, isDescending: true };
  const unsubscribe = client.onUpdate(notes.page, query, (page) => seen.add(page));
  const first = await seen.until("the page", ({ page }) => page.length === 2);
  await client.mutation(notes.add, { text: "zz 2" });
  await seen.until("the page with one more", ({ page }) => page.length === 3);
  await deployment.kill();
  await deployment.start();
  await client.mutation(notes.add, { text: "zz 3" });
  const grown = await seen.until("the page with two more", ({ page }) => page.length === 4);
  assert.deepEqual(grown.page.slice(0, 3), ["zz 3", "zz 2", "zz 1"]);
  assert.equal(grown.continueCursor, first.continueCursor);
  unsubscribe();
});

test("a list that loads more shows everything once", async () => {
  for (let number = 0; number < 9; number++) {
    await client.mutation(notes.add, { text: `list ${number}` });
  }
  const all = await client.query(notes.list, {});
  const seen = new Seen();
  const options = { initialNumItems: 3 };
  const list = client.onPaginatedUpdate_experimental(notes.page, {}, options, (result) => {
    seen.add(result);
    if (result.status === "CanLoadMore") result.loadMore(3);
  });
  const whole = await seen.until("the whole list", ({ status }) => status === "Exhausted");
  assert.deepEqual(whole.results, all.toSorted());
  list();
});

test("a cursor of another query is refused as clients expect it", async () => {
  const http = new ConvexHttpClient(deployment.url, { logger: false });
  const ascending = await http.query(notes.page, { paginationOpts: { numItems: 1, cursor: null } });
  const cursor = ascending.continueCursor;
  const descending = { paginationOpts: { numItems: 1, cursor }, isDescending: true };
  await assert.rejects(http.query(notes.page, descending), (error) => {
    assert.ok(error instanceof ConvexError);
    const data = { isConvexSystemError: true, paginationError: "InvalidCursor" };
    assert.deepEqual(error.data, data);
    assert.match(error.message, /InvalidCursor: Tried to run a query starting from a cursor/);
    return true;
  });
});
