// Pages with `lentil/worker` in Chromium: the core is in a real worker, and the page is as live as with `lentil/react`.
// Leaves to tests/worker: what a failing core or worker means, and that nothing shown differs.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { ConvexHttpClient } from "convex/browser";
import { anyApi as api } from "convex/server";
import { within } from "../support/deadline.mjs";
import { startDeployment } from "../support/deployment.mjs";
import { freePort } from "../support/free_port.mjs";
import { launchBrowser } from "./browser.mjs";
import { startHoldingProxy } from "./holding_proxy.mjs";
import { startPage } from "./page_site.mjs";
import { openPeople } from "./worker_window.mjs";

const WASM = "script-src 'self' 'wasm-unsafe-eval'";

let deployment;
let browser;
let site;
let proxyPort;
let proxy;

before(async () => {
  deployment = await startDeployment();
  // Playwright turns the back/forward cache off.
  browser = await launchBrowser({ ignoreDefaultArgs: ["--disable-back-forward-cache"] });
  site = await startPage("./worker_page.mjs");
  proxyPort = await freePort();
});

after(async () => {
  await browser?.close();
  site?.close();
  await deployment?.close();
});

beforeEach(async () => {
  proxy = await startHoldingProxy(deployment.url, proxyPort);
});

afterEach(async () => {
  await proxy.close();
});

async function openLive() {
  const window = await openPeople(browser, site, proxy);
  await window.isLive();
  return window;
}

function addElsewhere(name) {
  const elsewhere = new ConvexHttpClient(deployment.url, { logger: false });
  return elsewhere.mutation(api.users.createUser, { name, email: `${name}@example.com` });
}

/** How often a name is among those shown, if any. */
const count = (names, wanted) => names?.filter((name) => name === wanted).length ?? 0;

test("two pages are live, each by one worker: neither has a socket or WebAssembly of its own", async () => {
  const [one, other] = [await openLive(), await openLive()];
  await one.add("Ada");
  await other.showsSaved("Ada");
  await other.add("Ben");
  await one.showsSaved("Ben");
  for (const window of [one, other]) {
    assert.deepEqual(await window.used(), []);
    assert.deepEqual(
      window.page.workers().map((worker) => new URL(worker.url()).protocol),
      ["blob:"],
    );
    await window.closeQuietly();
  }
});

test("an optimistic update shows in the turn of its mutation, and stays when the answer comes", async () => {
  const window = await openLive();
  await window.write("Cleo");
  proxy.hold();
  assert.ok((await window.pressAndRead("add")).includes("Cleo"));
  await proxy.answers.until("the answer", ({ type }) => type === "MutationResponse");
  await window.showsAdding("Cleo");
  proxy.release();
  await window.showsSaved("Cleo");
  const counts = (await window.shown()).map((names) => count(names, "Cleo"));
  assert.deepEqual(new Set(counts.slice(counts.indexOf(1))), new Set([1]));
  await window.closeQuietly();
});

test("the deployment goes away and comes back: the page catches up by itself, and what it sent is there once", async () => {
  const window = await openLive();
  await proxy.close();
  await window.isConnection("not connected");
  await window.add("Dan");
  await addElsewhere("Eve");
  await window.showsAdding("Dan");
  proxy = await startHoldingProxy(deployment.url, proxyPort);
  await window.showsSaved("Eve");
  await window.showsSaved("Dan");
  assert.ok((await window.shown()).every((names) => count(names, "Dan") <= 1));
  await window.closeQuietly();
});

test("the page is online again: its worker connects at once, and once, without the end of its wait", async () => {
  const window = await openLive();
  const [worker] = window.page.workers();
  await worker.evaluate(() => {
    globalThis.setTimeout = () => 0;
  });
  await window.page.context().setOffline(true);
  await proxy.close();
  await window.isConnection("not connected");
  await addElsewhere("Fay");
  proxy = await startHoldingProxy(deployment.url, proxyPort);
  await window.page.context().setOffline(false);
  await window.showsSaved("Fay");
  assert.equal(proxy.connections, 1);
  await window.closeQuietly();
});

test("leaving in the very turn of a mutation asks first; when it is answered nothing is asked", async () => {
  const window = await openLive();
  const asked = [];
  window.page.on("dialog", async (dialog) => {
    asked.push(dialog.type());
    await dialog.dismiss();
  });
  await window.write("Gil");
  proxy.hold();
  await window.press("add and leave");
  await window.showsAdding("Gil");
  assert.deepEqual(asked, ["beforeunload"]);
  assert.equal(await window.page.evaluate(() => globalThis.askedInTurn), true);
  proxy.release();
  await window.showsSaved("Gil");
  await window.press("leave");
  await window.page.waitForURL("**/page.js");
  assert.deepEqual(asked, ["beforeunload"]);
  await window.closeQuietly();
});

test("a client that is closed ends its worker, and the deployment sees the socket close", async () => {
  const window = await openLive();
  const [worker] = window.page.workers();
  const ended = new Promise((resolve) => worker.once("close", resolve));
  await window.press("close");
  await within("the worker's end", ended);
  assert.deepEqual(window.page.workers(), []);
  assert.equal(await proxy.closed.until("the socket's end", Number), 1005);
  await window.closeQuietly();
});

test("a page comes back from the back/forward cache as it was, and is live again", async () => {
  const window = await openLive();
  await window.page.evaluate(() => {
    globalThis.stays = "as it was";
  });
  await window.page.goto(`${site.url}page.js`);
  await addElsewhere("Hal");
  // There is no `load` of what was loaded before.
  await window.page.goBack({ waitUntil: "commit" });
  await window.showsSaved("Hal");
  await addElsewhere("Ida");
  await window.showsSaved("Ida");
  const seen = await window.page.evaluate(() => ({
    stays: globalThis.stays,
    reasons: performance.getEntriesByType("navigation")[0].notRestoredReasons,
  }));
  assert.deepEqual(seen, { stays: "as it was", reasons: null });
  await window.closeQuietly();
});

/** A page under a policy. */
async function openUnder(policy) {
  const strict = await startPage("./worker_page.mjs", { "Content-Security-Policy": policy });
  const window = await openPeople(browser, strict, deployment);
  window.page.on("close", () => strict.close());
  return window;
}

for (const [what, policy, advice] of [
  ["a policy without blob: in worker-src", WASM, /add blob: to its worker-src/],
  [
    "a policy with blob: and without 'wasm-unsafe-eval'",
    "script-src 'self'; worker-src blob:",
    /WebAssembly core.*add 'wasm-unsafe-eval' to its script-src/,
  ],
]) {
  test(`${what}: the console says what to add`, async () => {
    const window = await openUnder(policy);
    await window.errors.until(String(advice), (text) => advice.test(text));
    await window.close();
  });
}

for (const [what, more] of [
  ["all else is 'self'", "default-src 'self'; img-src data:"],
  ["trusted types are required", "require-trusted-types-for 'script'; trusted-types lentil"],
]) {
  test(`a policy with both: the page is live, also where ${what}`, async () => {
    const connect = `connect-src ${deployment.url.replace(/^http/, "ws")}`;
    const window = await openUnder(`${more}; ${connect}; ${WASM}; worker-src blob:`);
    await window.isLive();
    await window.closeQuietly();
  });
}
