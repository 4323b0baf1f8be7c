// Promises of useQueryRows and useRow to what React does with components, and to random changes: what is shown is what
// useQuery shows. Leaves to rows.test.mjs: what renders for which change.

import assert from "node:assert/strict";
import { test } from "node:test";
import { render } from "@testing-library/react";
import { StrictMode, useState } from "react";
import { flushSync } from "react-dom";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { seeded } from "../js/random_values.mjs";
import { token } from "./accounts.mjs";
import { act, h, lentil, rigOf, Using } from "./rig.mjs";
import { doc, listApp, opened, QUERY, shown, textOf, textsIn, Whole } from "./rows_page.mjs";

const { ConvexProvider, useQueryRows, useRow } = lentil;
const [a, b, c] = ["a", "b", "c"].map((id) => doc(id));

const SEEDS = 25;
const STEPS = 12;

/** A list with one or two changes more: documents, twice the same one, and what has no `_id`. */
function edited(list, random, step) {
  const pick = (length) => Math.floor(random() * length);
  const at = pick(list.length);
  const made = [doc(`d${pick(12)}`, `made in ${step}`), { text: `bare ${pick(4)}` }, pick(3), null];
  const item = made[pick(made.length)];
  const next = [
    () => list.toSpliced(at, 0, item),
    () => list.toSpliced(at, 1),
    () => list.toSpliced(at, 1, item),
    () => list.map((one, place) => (place === at && one?._id ? doc(one._id, `of ${step}`) : one)),
    () => list.toSpliced(at, 1).toSpliced(pick(list.length), 0, ...list.slice(at, at + 1)),
    () => list.toReversed(),
    () => [...list, ...list.slice(at, at + 1)],
    () => (pick(4) === 0 ? [] : list),
  ][pick(8)]();
  return pick(2) === 0 && step > 0 ? edited(next, random, -step) : next;
}

test(`rows show what useQuery shows, over ${SEEDS} random histories of ${STEPS} lists`, async () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const random = seeded(seed);
    const { page, rig } = await opened([a, b, c], { beside: h(Whole) });
    for (let step = 1; step <= STEPS; step++) {
      const list = edited(rig.app.list, random, step);
      await page.become(list);
      const where = `seed ${seed}, step ${step}: ${JSON.stringify(list)}`;
      assert.deepEqual(page.texts(), list.map(textOf), where);
      assert.deepEqual(textsIn(page.container, "ol"), page.texts(), where);
      assert.equal(new Set(page.rows().map(({ key }) => key)).size, list.length, where);
    }
    page.unmount();
  }
});

test("in StrictMode one subscription is asked for, rows are live, and the last one leaving ends it", async () => {
  const wrap = (element) => h(StrictMode, null, element);
  const { rig, page } = await opened([a, b], { wrap });
  await page.become([doc("a", "A"), b, c]);
  assert.deepEqual(page.texts(), ["A", "b", "c"]);
  page.unmount();
  await rig.settle();
  assert.deepEqual(rig.server.edits(), ["+0 m:list", "-0"]);
});

function RowText({ row }) {
  return useRow(row).text;
}

/** How many rows there are, and the second one of those that were there first. */
function Keeping() {
  const rows = useQueryRows(QUERY, {});
  const [kept, keep] = useState();
  if (kept === undefined && rows) keep(rows[1]);
  return h("p", null, rows?.length, kept && h(RowText, { row: kept }));
}

test("a row that has left and is rendered once more shows its last document", async () => {
  const rig = rigOf(lentil, listApp([a, b]));
  const { container } = render(h(ConvexProvider, { client: rig.client }, h(Keeping)));
  await rig.settle();
  const texts = [container.textContent];
  for (const list of [[a, doc("b", "B")], [a], [a, doc("b", "back")]]) {
    rig.app.list = list;
    await act(async () => rig.server.change());
    texts.push(container.textContent);
  }
  assert.deepEqual(texts, ["2b", "2B", "1B", "2B"]);
});

test("a render that is ahead of the news takes none of it from the rows", async () => {
  const rig = rigOf(lentil, listApp([a, b]));
  const orders = [];
  // Told before the page is.
  rig.client.watchQuery(QUERY, {}).onUpdate(() => {
    if (page === undefined) return;
    flushSync(() => page.again());
    orders.push(page.rows().map(({ key }) => key));
  });
  await rig.settle();
  let page;
  page = await shown(rig);
  await page.become([doc("b", "B"), a]);
  assert.deepEqual([orders, page.texts()], [[["b", "a"]], ["B", "a"]]);
});

test("a page of a server is hydrated as loading, also where the client knows the list", async (t) => {
  const said = t.mock.method(console, "error", () => {});
  const { client, settle } = rigOf(lentil, listApp([a, b]));
  client.watchQuery(QUERY, {}).onUpdate(() => {});
  await settle();
  const use = () => {
    const rows = useQueryRows(QUERY, {});
    return rows ? rows.map((row) => h(RowText, { key: row.key, row })) : "…";
  };
  const tree = h(StrictMode, null, h(ConvexProvider, { client }, h(Using, { use })));
  const container = document.createElement("div");
  container.innerHTML = renderToString(tree);
  assert.equal(container.textContent, "…");
  let root;
  await act(async () => {
    root = hydrateRoot(container, tree);
  });
  assert.deepEqual([container.textContent, said.mock.callCount()], ["ab", 0]);
  await act(async () => root.unmount());
});

test("while the user changes the list is loading; what the next one is shown is his own", async () => {
  const of = (who) => (who === undefined ? [] : [doc("same", who === TOKENS[0] ? "ada" : "bob")]);
  const TOKENS = ["ada", "bob"].map((user) => token(user));
  const app = { query: (_path, _args, _memory, who) => of(who) };
  const rig = rigOf(lentil, app);
  rig.client.setAuth(async () => TOKENS[0]);
  const page = await shown(rig);
  await rig.settle();
  assert.deepEqual(page.texts(), ["ada"]);
  page.rendered();
  await act(async () => rig.client.setAuth(async () => TOKENS[1]));
  await rig.settle();
  const { lists, rows } = page.rendered();
  assert.deepEqual([lists[0], rows, page.texts()], [undefined, ["bob"], ["bob"]]);
});

test("another client shows its own list", async () => {
  const [mine, other] = [[a, b], [doc("a", "A")]].map((list) => rigOf(lentil, listApp(list)));
  const use = () => useQueryRows(QUERY, {})?.map((row) => row.current.text) ?? "loading";
  const page = mine.show(use);
  await mine.settle();
  const steps = [page.last()];
  page.again({}, other.client);
  steps.push(page.last());
  await other.settle();
  steps.push(page.last());
  assert.deepEqual(steps, [["a", "b"], "loading", ["A"]]);
});

test("a stand-in with watchQuery is a client for rows", async () => {
  const listeners = new Set();
  let value = [a, b];
  const onUpdate = (callback) => {
    listeners.add(callback);
    return () => listeners.delete(callback);
  };
  const client = { watchQuery: () => ({ onUpdate, localQueryResult: () => value }) };
  const rig = { client, settle: async () => {}, app: {}, server: {} };
  const page = await shown(rig);
  page.rendered();
  value = [{ ...a }, doc("b", "B")];
  await act(async () => {
    for (const tell of listeners) tell();
  });
  assert.deepEqual([page.rendered(), page.texts()], [{ lists: [], rows: ["B"] }, ["a", "B"]]);
  page.unmount();
  assert.equal(listeners.size, 0);
});
