// A page with `lentil/slim` in Chromium: the core comes as a file, compiled while it comes, and the page is live.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import clientText from "../../dist/wasm/client_text.js";
import { DEADLINE_MS } from "../support/deadline.mjs";
import { startDeployment } from "../support/deployment.mjs";
import { launchBrowser } from "./browser.mjs";
import { startSlimSite } from "./slim_site.mjs";

let deployment;
let browser;

before(async () => {
  deployment = await startDeployment();
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await deployment?.close();
});

/** What an element of the page reads once it matches. */
async function shown(site, role, pattern) {
  const page = await browser.newPage();
  try {
    page.setDefaultTimeout(DEADLINE_MS);
    await page.goto(`${site.url}#${deployment.url}`);
    return await page.getByRole(role).filter({ hasText: pattern }).textContent();
  } finally {
    await page.close();
    site.close();
  }
}

test("the core is streamed from its file, and hooks of lentil/react are live on the client of lentil/slim", async () => {
  const site = await startSlimSite();
  assert.equal(site.files.filter((name) => name.endsWith(".wasm")).length, 1);
  assert.ok(!site.code.includes(clientText.slice(0, 100)), "the script carries no core");
  assert.equal(await shown(site, "status", /people/), "0 people, 1 streamed");
});

test("a server that does not say what the file is: it is compiled all the same", async () => {
  const site = await startSlimSite({ type: "application/octet-stream" });
  assert.equal(await shown(site, "status", /people/), "0 people, 0 streamed");
});

test("a file that is not there is an error that names it", async () => {
  const site = await startSlimSite({ status: 404 });
  assert.match(await shown(site, "alert", /./), /\/client_bg-\w+\.wasm has status 404/);
});
