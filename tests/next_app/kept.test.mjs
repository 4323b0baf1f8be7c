// lentil/nextjs in an app with Cache Components, from a production build: how often the deployment is asked, what is kept,
// and that what was preloaded for a user stays until he is known in the browser.

import assert from "node:assert/strict";
import { cpSync, symlinkSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { ConvexHttpClient } from "convex/browser";
import { anyApi as api } from "convex/server";
import { launchBrowser } from "../e2e/browser.mjs";
import { identityProvider } from "../local/support/tokens.mjs";
import { DEADLINE_MS } from "../support/deadline.mjs";
import { startDeployment } from "../support/deployment.mjs";
import { ROOT } from "../support/paths.mjs";
import { startCountingProxy } from "./counting_proxy.mjs";
import { buildSite, GUEST_BOOK, serveSite } from "./next_site.mjs";

const APP = fileURLToPath(new URL("./kept_app", import.meta.url));
const FUNCTIONS = join(ROOT, "tests", "e2e", "auth_app");

const provider = identityProvider();
const tokens = { ADA: provider.token("ada"), BEN: provider.token("ben") };

let deployment;
let proxy;
let folder;
let site;
let builtWith;
let elsewhere;
let browser;

before(async () => {
  deployment = await startDeployment({ folder: FUNCTIONS, env: { JWKS: provider.jwks } });
  elsewhere = new ConvexHttpClient(deployment.url, { logger: false });
  for (const [name, token] of Object.entries(tokens)) {
    elsewhere.setAuth(token);
    await elsewhere.mutation(api.notes.add, { text: `of ${name}` });
  }
  await write("as built");
  proxy = await startCountingProxy(deployment.url);
  folder = await copyOfApp();
  const addresses = { NEXT_PUBLIC_CONVEX_URL: deployment.url, COUNTED_URL: proxy.url };
  const env = { ...addresses, ...tokens, TURBOPACK_ROOT: ROOT };
  await buildSite(folder, env);
  builtWith = proxy.take();
  site = await serveSite(folder, env);
});

after(async () => {
  await browser?.close();
  await site?.close();
  proxy?.close();
  await deployment?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

beforeEach(() => proxy.take());

/** Below the repository's root, which is Turbopack's; the packages are links. */
async function copyOfApp() {
  const target = join(ROOT, "target");
  await mkdir(target, { recursive: true });
  const copy = await mkdtemp(join(target, "kept-app-"));
  cpSync(APP, copy, { recursive: true });
  symlinkSync(join(GUEST_BOOK, "node_modules"), join(copy, "node_modules"));
  return copy;
}

const write = (text) => elsewhere.mutation(api.headlines.write, { text });

/** The texts of a page's elements with their test ids; in no order, as parts come when they are there. */
async function textsOf(path) {
  const html = await (await fetch(site.url + path)).text();
  const found = html.replaceAll("<!-- -->", "").matchAll(/data-testid="(\w+)">([^<]*)</g);
  return [...found].map(([, id, text]) => `${id}: ${text}`).sort();
}

test("a query that is asked for in several places of a render is one request, for each user his own", async () => {
  await write("asked once");
  const headline = "headline: asked once";
  const notes = ["ADA: of ADA", "ADA: of ADA", "BEN: of BEN"];
  assert.deepEqual(await textsOf("/render"), [...notes, headline, headline, headline]);
  const asked = ["query headlines:current", "query notes:mine", "query notes:mine"];
  assert.deepEqual(proxy.take(), asked);
  await textsOf("/render");
  assert.deepEqual(proxy.take(), asked, "another render asks anew");
});

test("a render that writes asks anew afterwards", async () => {
  await write("first");
  assert.deepEqual(await textsOf("/effect"), ["headline: first, written"]);
  const query = "query headlines:current";
  assert.deepEqual(proxy.take(), ["mutation headlines:write", query, query]);
});

test("in a route each call is its own", async () => {
  await fetch(`${site.url}/api/own`, { method: "POST" });
  assert.deepEqual(proxy.take(), ["query headlines:current", "query headlines:current"]);
});

test("the queries of a render that are asked for at one time share it", async () => {
  await write("together");
  const ofAda = "both: together; of ADA";
  assert.deepEqual(await textsOf("/together"), [ofAda, ofAda, "both: together; of BEN"]);
  const [headline, notes] = ["query_at_ts headlines:current", "query_at_ts notes:mine"];
  assert.deepEqual(proxy.take(), [headline, headline, notes, notes, "query_ts"]);
});

test('what "use cache" keeps is asked for while the app is built, and not by a page', async () => {
  assert.ok(builtWith.includes("query_ts"), builtWith.join());
  assert.ok(builtWith.includes("query_at_ts headlines:current"), builtWith.join());
  await write("later");
  assert.deepEqual(await textsOf("/kept"), ["headline: as built,as built"]);
  assert.deepEqual(proxy.take(), []);
});

test("next.revalidate keeps a result for so long", async () => {
  await write("kept");
  assert.deepEqual(await textsOf("/revalidated"), ["headline: kept"]);
  await write("not seen yet");
  assert.deepEqual(await textsOf("/revalidated"), ["headline: kept"]);
  assert.deepEqual(proxy.take(), ["query headlines:current"]);
});

test("a tag keeps a result until it is named", async () => {
  await write("tagged");
  assert.deepEqual(await textsOf("/tagged"), ["headline: tagged"]);
  await write("once it is named");
  assert.deepEqual(await textsOf("/tagged"), ["headline: tagged"]);
  await fetch(`${site.url}/api/forget`, { method: "POST" });
  assert.deepEqual(await textsOf("/tagged"), ["headline: once it is named"]);
  assert.deepEqual(proxy.take(), ["query headlines:current", "query headlines:current"]);
});

test("what was preloaded for a user stays while the library loads and he signs in, and then is live", async () => {
  browser = await launchBrowser();
  const page = await browser.newPage();
  page.setDefaultTimeout(DEADLINE_MS);
  await page.addInitScript(noteTexts);
  const complaints = [];
  page.on("console", (said) => said.type() === "error" && complaints.push(said.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(`${site.url}/live`);
  // The socket is open and asks as nobody, as the other hooks on the page show.
  await page.getByTestId("hooks").getByText("true").waitFor();
  await page.evaluate((token) => globalThis.signIn(token), tokens.ADA);
  await page.getByTestId("hooks").getByText("signing in").waitFor({ state: "detached" });
  elsewhere.setAuth(tokens.ADA);
  await elsewhere.mutation(api.notes.add, { text: "live" });
  await page.getByTestId("notes").getByText("of ADA,live").waitFor();
  const texts = await page.evaluate(() => globalThis.texts);
  assert.deepEqual([texts, complaints], [["of ADA", "of ADA,live"], []]);
});

test("Next.js complained about nothing", () => {
  assert.deepEqual(site.complaints(), []);
});

// Runs in the page before anything else: each text of the notes, as it came.
function noteTexts() {
  globalThis.texts = [];
  new MutationObserver(() => {
    const text = document.querySelector("[data-testid=notes]:not([hidden] *)")?.textContent;
    const isNew = globalThis.texts.at(-1) !== (text ?? "nothing");
    if (isNew && (text !== undefined || globalThis.texts.length > 0)) {
      globalThis.texts.push(text ?? "nothing");
    }
  }).observe(document, { childList: true, subtree: true, characterData: true });
}
