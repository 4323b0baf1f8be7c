// Promises of the hooks on a page of their own: React's development build in StrictMode, in Chromium, with every frame
// that the deployment hears. Leaves to tests/hooks: the same hooks beside npm convex's.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { pageEdits, pagesApp } from "../hooks/pages_app.mjs";
import { launchBrowser } from "./browser.mjs";
import { openScreen } from "./hooks_window.mjs";

let browser;
let window;

before(async () => {
  browser = await launchBrowser();
});

afterEach(async () => {
  const closing = window;
  window = undefined;
  await closing?.close();
});

after(async () => {
  await browser?.close();
});

/** Opens a screen; the deployment's app counts unless it is given. */
async function open(screen, app = counting()) {
  window = await openScreen(browser, screen, app);
  return window.deployment;
}

function counting() {
  const app = { count: 5, query: (_path, { of }) => `${of}: ${app.count}` };
  return app;
}

test("what is mounted twice and used thrice is asked for once", async () => {
  const deployment = await open("Once");
  await window.shows("1: 5, 1: 5, 2: 5; mounts: 2");
  await window.isHeard();
  assert.deepEqual(deployment.edits, ["+0 m:count", "+1 m:count"]);
  const frames = deployment.sent("ModifyQuerySet").map(({ modifications }) => modifications.length);
  assert.deepEqual(
    frames.filter((edits) => edits > 0),
    [2],
  );
});

test("beside one that suspends: asked for when it is shown, and live while it is hidden again", async () => {
  const app = counting();
  const deployment = await open("Suspending", app);
  await window.shows("waiting");
  await window.isHeard();
  assert.deepEqual(deployment.edits, []);
  await window.press("open");
  await window.shows("1: 5, open");

  await window.press("wait");
  await window.shows("waiting");
  app.count = 6;
  deployment.change();
  await window.isHeard();
  await window.commits();
  await window.press("open");
  await window.shows("1: 6, open");
  await window.isHeard();
  assert.deepEqual(await window.commits(), ["1: 6, open"]);
  assert.deepEqual(deployment.edits, ["+0 m:count"]);
});

/** An app whose query fails while `isBroken`. */
function fragile() {
  const app = {
    isBroken: true,
    query() {
      if (app.isBroken) throw new Error("out of order");
      return "fine";
    },
  };
  return app;
}

const CAUGHT = /^caught: .*out of order/;

test("a boundary that is reset by hand lets go of the query, and asks for it anew", async () => {
  const app = fragile();
  const deployment = await open("Retried", app);
  await window.shows(CAUGHT);
  await window.press("retry");
  await window.isHeard();
  await window.shows(CAUGHT);
  app.isBroken = false;
  await window.press("retry");
  await window.shows("fine");
  await window.isHeard();
  const once = (id) => [`+${id} m:count`, `-${id}`];
  assert.deepEqual(deployment.edits, [...once(0), ...once(1), "+2 m:count"]);
});

test("a boundary that is reset as the query recovers shows the result at once", async () => {
  const app = fragile();
  const deployment = await open("Recovering", app);
  await window.shows(CAUGHT);
  await window.commits();
  for (const isBroken of [false, true, false]) {
    app.isBroken = isBroken;
    deployment.change();
    await window.shows(isBroken ? CAUGHT : "fine");
  }
  await window.isHeard();
  const [first, caught, last, ...more] = await window.commits();
  assert.deepEqual([first, last, more], ["fine", "fine", []]);
  assert.match(caught, CAUGHT);
  assert.deepEqual(deployment.edits, ["+0 m:count"]);
});

test("pages: each is asked for once, and live", async () => {
  const deployment = await open("Pages", pagesApp(5));
  await window.shows("1,2 CanLoadMore");
  await window.press("more");
  await window.shows("1,2,3,4 CanLoadMore");
  await window.press("more");
  await window.shows("1,2,3,4,5 Exhausted");
  await window.press("add");
  await window.shows("1,2,3,4,5,9 Exhausted");
  await window.isHeard();
  assert.deepEqual(await window.commits(), [
    " LoadingFirstPage",
    "1,2 CanLoadMore",
    "1,2 LoadingMore",
    "1,2,3,4 CanLoadMore",
    "1,2,3,4 LoadingMore",
    "1,2,3,4,5 Exhausted",
    "1,2,3,4,5,9 Exhausted",
  ]);
  const asked = pageEdits(deployment).map((edit) => edit.replace(/,.*/, ""));
  assert.deepEqual(asked, ["+0 2 of (null", "+1 2 of (2", "+2 2 of (4"]);
});

test("an optimistic row is there at once, and in one step the server's instead", async () => {
  const app = {
    rows: ["milk"],
    query: () => app.rows,
    mutation(path, { row }) {
      if (path === "m:add") app.rows = [...app.rows, row];
      return null;
    },
  };
  const deployment = await open("Optimistic", app);
  await window.shows("milk");
  deployment.hold();
  await window.press("add");
  await window.shows("milk,(tea)");
  await deployment.receives("Mutation");
  await deployment.release();
  await window.shows("milk,tea");
  await window.isHeard();
  assert.deepEqual(await window.commits(), ["loading", "milk", "milk,(tea)", "milk,tea"]);
  const mutations = deployment.sent("Mutation").map(({ udfPath, args }) => [udfPath, ...args]);
  assert.deepEqual(mutations, [
    ["m:add", { row: "tea" }],
    ["m:mark", {}],
  ]);
});

for (const screen of ["Transition", "Deferred"]) {
  test(`${screen}: news that come while React renders are in all places or in none`, async () => {
    const app = { second: "old", query: (_path, { of }) => (of === 1 ? "first" : app.second) };
    const deployment = await open(screen, app);
    await window.page.exposeFunction("rendersOld", () => {
      if (app.second === "old") {
        app.second = "new";
        deployment.change();
      }
    });
    await window.page.getByText("known", { exact: true }).waitFor();
    await window.shows(/^settled; first/);
    await window.commits();
    await window.press("second");
    await window.shows(/^settled; (old|new)/);
    await window.isHeard();
    const commits = (await window.commits()).map((text) => [...new Set(text.split("; "))]);
    assert.deepEqual(commits, [
      ["pending", "first"],
      ["settled", "new"],
    ]);
    assert.deepEqual(deployment.edits.toSorted(), ["+0 m:count", "+1 m:count", "-0"]);
  });
}

test("what is skipped is not asked for, and let go of when it is skipped again", async () => {
  const deployment = await open("Skipping");
  await window.shows("skipped, undefined");
  await window.isHeard();
  assert.deepEqual(deployment.edits, []);
  await window.press("switch");
  await window.shows("1: 5");
  await window.press("switch");
  await window.shows("skipped, undefined");
  await window.isHeard();
  assert.deepEqual(deployment.edits, ["+0 m:count", "-0"]);
});

test("who leaves and comes back within a tick shows what was there and sends nothing", async () => {
  const app = counting();
  const deployment = await open("Flickering", app);
  await window.shows("1: 5");
  await window.commits();
  for (const name of ["flicker", "new key", "new place"]) {
    await window.press(name);
    await window.isHeard();
    const commits = await window.commits();
    assert.deepEqual(commits, name === "flicker" ? ["gone", "1: 5"] : ["1: 5"], name);
  }
  app.count = 6;
  deployment.change();
  await window.shows("1: 6");
  assert.deepEqual(deployment.edits, ["+0 m:count"]);
});
