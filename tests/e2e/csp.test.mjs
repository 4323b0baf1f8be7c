// Pages with a Content-Security-Policy: what they must allow, and what they are told when they do not.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DEADLINE_MS } from "../support/deadline.mjs";
import { startDeployment } from "../support/deployment.mjs";
import { launchBrowser } from "./browser.mjs";
import { startPage } from "./page_site.mjs";

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

/** What an element of the page reads once it matches, under a policy. */
async function shown(policy, role, pattern) {
  const site = await startPage("./csp_page.mjs", { "Content-Security-Policy": policy });
  const page = await browser.newPage();
  try {
    page.setDefaultTimeout(DEADLINE_MS);
    await page.goto(`${site.url}#${deployment.url}`);
    const element = page.getByRole(role).filter({ hasText: pattern });
    return await element.textContent();
  } finally {
    await page.close();
    site.close();
  }
}

test("script-src 'self' alone: an error boundary gets an error that says what to add", async () => {
  const text = await shown("script-src 'self'", "alert", /./);
  assert.match(text, /WebAssembly/);
  assert.match(text, /add 'wasm-unsafe-eval' to its script-src/);
});

test("with 'wasm-unsafe-eval' the page is live, also where all else is 'self'", async () => {
  const connect = `connect-src ${deployment.url.replace(/^http/, "ws")}`;
  const policy = `default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; ${connect}`;
  assert.equal(await shown(policy, "status", /people/), "0 people");
});
