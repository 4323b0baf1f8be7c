// One screen of hooks_app in Chromium: what it shows and showed with every commit, what its console said.
// Owns the page's ids. Leaves to the tests: what should be shown, and what the deployment should have heard.

import assert from "node:assert/strict";
import { DEADLINE_MS } from "../support/deadline.mjs";
import { startHooksSite } from "./hooks_site.mjs";

/** Opens a screen by its name, on a deployment of its own that runs `app`. */
export async function openScreen(browser, screen, app) {
  const site = await startHooksSite({ mutation: () => null, ...app });
  const context = await browser.newContext();
  context.setDefaultTimeout(DEADLINE_MS);
  const window = new HooksWindow(await context.newPage(), site);
  await window.page.goto(`${site.url}?${new URLSearchParams({ screen })}`);
  return window;
}

class HooksWindow {
  #console = [];
  #marks = 0;
  #site;

  constructor(page, site) {
    this.page = page;
    this.#site = site;
    page.on("console", (message) => this.#console.push([message.type(), message.text()]));
    page.on("pageerror", (error) => this.#console.push(["error", String(error)]));
  }

  get deployment() {
    return this.#site.deployment;
  }

  /** Until the screen shows this and nothing else, or what a pattern matches. */
  async shows(text) {
    await this.page.locator("#screen").getByText(text, { exact: true }).waitFor();
  }

  async press(name) {
    await this.page.getByRole("button", { name, exact: true }).click();
  }

  /** Until the deployment has answered all that the page's effects have sent by now. */
  async isHeard() {
    await this.press("mark");
    await this.page.getByText(`marks: ${++this.#marks}`, { exact: true }).waitFor();
  }

  /** What the screen showed with each commit since the last look, without repetitions. */
  async commits() {
    const texts = await this.page.evaluate(() => globalThis.commits.splice(0));
    return texts.filter((text, index) => text !== texts[index - 1]);
  }

  /** The page goes, having said nothing on its console. */
  async close() {
    const complaints = this.#console.filter(([type]) => !["log", "info", "debug"].includes(type));
    await this.page.context().close();
    this.#site.close();
    assert.deepEqual(complaints, []);
  }
}
