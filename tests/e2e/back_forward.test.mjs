// A page that is left and come back to, in Chromium: it comes out of the browser's back/forward cache as it was, and is
// live again. Leaves to src/client/outage_tests.rs: what the client does when it wakes.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { ConvexHttpClient } from "convex/browser";
import { anyApi as api } from "convex/server";
import { identityProvider } from "../local/support/tokens.mjs";
import { DEADLINE_MS } from "../support/deadline.mjs";
import { startDeployment } from "../support/deployment.mjs";
import { startAuthSite } from "./auth_site.mjs";
import { launchBrowser } from "./browser.mjs";

const APP = fileURLToPath(new URL("./auth_app", import.meta.url));

const provider = identityProvider();

let deployment;
let site;
let browser;
let elsewhere;

before(async () => {
  deployment = await startDeployment({ folder: APP, env: { JWKS: provider.jwks } });
  site = await startAuthSite(provider);
  // Playwright turns the cache off.
  browser = await launchBrowser({ ignoreDefaultArgs: ["--disable-back-forward-cache"] });
  elsewhere = new ConvexHttpClient(deployment.url, { logger: false });
});

after(async () => {
  await browser?.close();
  site?.close();
  await deployment?.close();
});

async function open(query) {
  const page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(DEADLINE_MS);
  await page.addInitScript(noteReturns);
  await page.goto(`${site.url}${query}#${deployment.url}`);
  return page;
}

// Runs in the page before anything else.
function noteReturns() {
  globalThis.returns = [];
  addEventListener("pageshow", ({ persisted }) => globalThis.returns.push(persisted));
}

const headline = (page, text) => page.getByTestId("headline").getByText(text, { exact: true });
const write = (text) => elsewhere.mutation(api.headlines.write, { text });

for (const [who, query, shown] of [
  ["nobody's", "", "unauthenticated"],
  ["a user's", "?user=ada", "authenticated"],
]) {
  test(`${who} page comes back from the back/forward cache as it was, and is live again`, async () => {
    const page = await open(query);
    await write("before");
    await headline(page, "before").waitFor();
    await page.getByTestId(shown).waitFor();
    await page.evaluate(() => {
      globalThis.stays = "as it was";
    });
    await page.goto(`${site.url}page.js`);
    await write("meanwhile");
    // There is no `load` of what was loaded before.
    await page.goBack({ waitUntil: "commit" });
    await headline(page, "meanwhile").waitFor();
    await page.getByTestId(shown).waitFor();
    await write("afterwards");
    await headline(page, "afterwards").waitFor();
    const seen = await page.evaluate(() => ({
      stays: globalThis.stays,
      returns: globalThis.returns,
      reasons: performance.getEntriesByType("navigation")[0].notRestoredReasons,
    }));
    assert.deepEqual(seen, { stays: "as it was", returns: [false, true], reasons: null });
    await page.context().close();
  });
}
