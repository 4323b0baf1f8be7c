// The guest book in a real browser, from a production build: what the server renders, how it goes
// live, what its form and its edge route do, and that nothing is left running on the server.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { ConvexHttpClient } from "convex/browser";
import { anyApi as api } from "convex/server";
import { launchBrowser } from "../e2e/browser.mjs";
import { DEADLINE_MS } from "../support/deadline.mjs";
import { startDeployment } from "../support/deployment.mjs";
import { ROOT } from "../support/paths.mjs";
import { edgeModules, startGuestBook } from "./guest_book_site.mjs";
import { GUEST_BOOK } from "./next_site.mjs";

let deployment;
let site;
let browser;
let elsewhere;

before(async () => {
  deployment = await startDeployment({ folder: GUEST_BOOK });
  site = await startGuestBook(deployment.url);
  browser = await launchBrowser();
  elsewhere = new ConvexHttpClient(deployment.url, { logger: false });
  await writeElsewhere("Ada", "Written before");
});

after(async () => {
  await browser?.close();
  await site?.close();
  await deployment?.close();
});

async function writeElsewhere(name, body) {
  await elsewhere.mutation(api.messages.sign, { name, body });
}

async function openPage(options) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(DEADLINE_MS);
  await context.addInitScript(watchForFlicker);
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(site.url);
  return { page, complaints };
}

const message = (page, body) => page.getByTestId("body").getByText(body, { exact: true });

async function sign(page, name, body) {
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("Message").fill(body);
  await page.getByRole("button", { name: "Sign" }).click();
}

describe("without JavaScript in the browser", () => {
  let page;

  beforeEach(async () => {
    ({ page } = await openPage({ javaScriptEnabled: false }));
  });

  test("the page holds what fetchQuery and preloadQuery gave", async () => {
    assert.match(await page.getByTestId("guests").textContent(), /Ada/);
    assert.ok((await page.getByTestId("body").allTextContents()).includes("Written before"));
  });

  test("the form's server action writes, and the page that follows shows it", async () => {
    await sign(page, "Grace", "Sent by a plain form");
    await message(page, "Sent by a plain form").waitFor();
    assert.match(await page.getByTestId("guests").textContent(), /Grace/);
  });

  test("a reload after signing does not sign again", async () => {
    await sign(page, "Grace", "Sent but once");
    await message(page, "Sent but once").waitFor();
    await page.reload();
    assert.equal(await message(page, "Sent but once").count(), 1);
  });

  test("what a function refuses arrives as the app's own ConvexError, and nothing of it is kept", async () => {
    await sign(page, "Nobody's friend", "   ");
    const refusal = page.locator("form [role=alert]");
    assert.equal(await refusal.textContent(), "A message needs some text.");
    await sign(page, "   ", "Of nobody");
    await refusal.getByText("A guest needs a name.").waitFor();
    await page.goto(site.url);
    assert.doesNotMatch(await page.locator("main").textContent(), /Nobody's friend|Of nobody/);
  });
});

describe("with JavaScript in the browser", () => {
  let page;
  let complaints;

  beforeEach(async () => {
    ({ page, complaints } = await openPage());
  });

  test("the page goes live: what is written elsewhere appears, and nothing flickers", async () => {
    await writeElsewhere("Ben", "Written after");
    await message(page, "Written after").waitFor();
    assert.ok((await page.getByTestId("body").allTextContents()).includes("Written before"));
    assert.equal(await page.evaluate(() => globalThis.wasEmptied), false);
    assert.deepEqual(complaints, []);
  });

  test("the form's server action writes: live in the list, refreshed beside it", async () => {
    await sign(page, "Cleo", "Sent by an action");
    await message(page, "Sent by an action").waitFor();
    await page.getByTestId("guests").getByText("Cleo").waitFor();
    assert.equal(await message(page, "Sent by an action").count(), 1);
    assert.deepEqual(complaints, []);
  });
});

describe("the server", () => {
  test("the edge route answers", async () => {
    await writeElsewhere("Dora", "The newest");
    const response = await fetch(`${site.url}/api/latest`);
    assert.deepEqual(await response.json(), { latest: "The newest", author: "Dora" });
  });

  test("the edge route takes Lentil's module as a file, as the edge compiles no bytes", () => {
    const shipped = readFileSync(join(ROOT, "dist", "wasm", "http_bg.wasm"));
    assert.deepEqual(edgeModules("/api/latest/route"), [shipped]);
  });

  test("Lentil opens no socket, listener or timer there", async () => {
    await openPage({ javaScriptEnabled: false });
    const made = site.made();
    // Its module is what it does make, and what shows that its code is told from others'.
    const kinds = [...new Set(made.map(({ name }) => name))];
    assert.deepEqual(kinds, ["Instance"], made.map(({ stack }) => stack).join("\n\n"));
  });

  test("nothing was complained about", () => {
    assert.deepEqual(site.complaints(), []);
  });
});

// Runs in the page before anything else: whether messages that were shown ever all went.
function watchForFlicker() {
  globalThis.wasEmptied = false;
  globalThis.wasShown = false;
  new MutationObserver(() => {
    const isShown = document.querySelector("[data-testid=body]") !== null;
    globalThis.wasEmptied ||= globalThis.wasShown && !isShown;
    globalThis.wasShown ||= isShown;
  }).observe(document, { childList: true, subtree: true });
}
