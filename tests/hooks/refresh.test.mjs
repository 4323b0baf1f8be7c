// Promises of the hooks to Fast Refresh: a component that is edited while its page is open shows its new version with
// the data that is there, and the server hears nothing of it.

import "./page.mjs";
import "./compiled/refresh.mjs"; // joins React DOM at its start
import assert from "node:assert/strict";
import { test } from "node:test";
import { render } from "@testing-library/react";
import { Profiler, StrictMode } from "react";
import { load, refresh } from "./compiled/refresh.mjs";
import { pagesApp } from "./pages_app.mjs";
import { act, both, h, lentil, rigOf } from "./rig.mjs";

const DESK = `
import { useMutation, usePaginatedQuery, useQuery } from "hooks";
import { useState } from "react";

export function Desk() {
  const [clicks, setClicks] = useState(0);
  const count = useQuery("m:other", { of: 1 });
  const list = usePaginatedQuery("m:pages", { of: 1 }, { initialNumItems: 2 });
  const add = useMutation("m:add").withOptimisticUpdate((store) => {
    store.setQuery("m:other", { of: 1 }, "more soon");
  });
  const rows = list.results.map(({ row }) => row).join();
  return (
    <p>
      old: {count ?? "loading"}; {rows} {list.status}; clicks {clicks}
      <button type="button" name="click" onClick={() => setClicks(clicks + 1)} />
      <button type="button" name="more" onClick={() => list.loadMore(2)} />
      <button type="button" name="add" onClick={() => add({ row: 9 })} />
    </p>
  );
}`;

const NEW_TEXT = ["old:", "new:"];
const NEW_UPDATE = ['"more soon"', '"one more soon"'];
const ANOTHER_QUERY = [
  "  const list",
  '  const another = useQuery("m:other", { of: 2 }) ?? "another";\n  const list',
];
const SHOWS_IT = ["clicks {clicks}", "clicks {clicks}; {another}"];

let opens = 0;

/** A Desk of its own on a page. `shown` gives what was there after every commit since it was last asked. */
async function opened({ hooks, client, settle }, Around = "div") {
  const file = { path: `desk_${++opens}.jsx`, modules: { hooks } };
  const container = document.body.appendChild(document.createElement("main"));
  const commits = [];
  const { Desk } = load(file.path, DESK, file.modules);
  const onRender = () => commits.push(container.textContent);
  const desk = h(Profiler, { id: "desk", onRender }, h(Desk));
  render(h(Around, null, h(hooks.ConvexProvider, { client }, desk)), { container });
  await settle();
  const click = (name) => act(async () => container.querySelector(`[name=${name}]`).click());
  await click("click");
  await click("more");
  await settle();
  commits.splice(0);
  return { container, click, shown: () => commits.splice(0), edit: (...by) => edit(file, by) };
}

/** Desk with texts replaced, in the place of the Desk before; gives what Fast Refresh did. */
async function edit({ path, modules }, replacements) {
  const changed = replacements.reduce((text, [from, to]) => text.replace(from, to), DESK);
  load(path, changed, modules);
  let done;
  await act(async () => {
    done = refresh();
  });
  return done;
}

const UPDATED = { updated: ["Desk"], remounted: [] };
const REMOUNTED = { updated: [], remounted: ["Desk"] };

for (const [name, Around] of Object.entries({ "a page": "div", StrictMode })) {
  test(`in ${name} a new text is there at once, with data and state; the server hears nothing`, async () => {
    const rig = rigOf(lentil, pagesApp(5));
    const page = await opened(rig, Around);
    const { length } = rig.server.frames;
    assert.deepEqual(await page.edit(NEW_TEXT), UPDATED);
    await rig.settle();
    assert.deepEqual(page.shown(), ["new: 5; 1,2,3,4 CanLoadMore; clicks 1"]);
    assert.deepEqual(rig.server.frames.slice(length), []);
  });
}

test("what was edited is live: news, more pages, mutations with the new optimistic update", async () => {
  const rig = rigOf(lentil, pagesApp(5));
  const page = await opened(rig);
  await page.edit(NEW_TEXT, NEW_UPDATE);
  rig.app.rows.push(7);
  await act(async () => rig.server.change());
  await page.click("more");
  await rig.settle();
  assert.equal(page.shown().at(-1), "new: 6; 1,2,3,4,5,7 Exhausted; clicks 1");
  await page.click("add");
  await rig.settle();
  assert.deepEqual(page.shown(), [
    "new: one more soon; 1,2,3,4,5,7 Exhausted; clicks 1",
    "new: 7; 1,2,3,4,5,7,9 Exhausted; clicks 1",
  ]);
});

test("one hook more: it begins anew, what it had is there at once, the server is asked what is new", async () => {
  const rig = rigOf(lentil, pagesApp(5));
  const page = await opened(rig);
  const { length } = rig.server.edits();
  assert.deepEqual(await page.edit(ANOTHER_QUERY, SHOWS_IT), REMOUNTED);
  await rig.settle();
  assert.deepEqual(page.shown(), [
    "old: 5;  LoadingFirstPage; clicks 0; another",
    "old: 5; 1,2 CanLoadMore; clicks 0; 5",
  ]);
  // The list is another, as it is wherever a component begins anew.
  const asked = ["+3 m:other", "+4 m:pages", "-1", "-2"];
  assert.deepEqual(rig.server.edits().slice(length).toSorted(), asked);
});

test("every edit shows with Lentil what it shows with npm convex", async () => {
  const play = async (rig) => {
    const page = await opened(rig);
    const texts = [];
    const look = () => texts.push(page.container.textContent);
    for (const edits of [[NEW_TEXT], [NEW_UPDATE], [ANOTHER_QUERY, SHOWS_IT], [NEW_TEXT]]) {
      texts.push(await page.edit(...edits));
      look();
      await rig.settle();
      look();
      await page.click("add");
      look();
      await rig.settle();
      look();
    }
    return texts;
  };
  const texts = await both(play, () => pagesApp(5));
  assert.deepEqual(
    texts.filter((one) => typeof one !== "string"),
    [UPDATED, UPDATED, REMOUNTED, REMOUNTED],
  );
  assert.equal(texts.at(-1), "new: 9; 1,2 CanLoadMore; clicks 0");
});
