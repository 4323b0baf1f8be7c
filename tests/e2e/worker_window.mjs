// One page of worker_page.mjs: what it shows and showed with every commit, its workers, what its console said.
// Owns the page's roles and names. Leaves to the tests: what should be shown.

import assert from "node:assert/strict";
import { DEADLINE_MS, Seen } from "../support/deadline.mjs";

/** Opens the page at `site`, in a context of its own; its client's deployment is at `deployment`. */
export async function openPeople(browser, site, deployment) {
  const context = await browser.newContext();
  context.setDefaultTimeout(DEADLINE_MS);
  await context.addInitScript(noteUse);
  const window = new WorkerWindow(await context.newPage());
  await window.page.goto(`${site.url}#${deployment.url}`);
  return window;
}

class WorkerWindow {
  /** Errors of its console. */
  errors = new Seen();

  constructor(page) {
    this.page = page;
    page.on("console", (line) => line.type() === "error" && this.errors.add(line.text()));
    page.on("pageerror", (error) => this.errors.add(String(error)));
  }

  async press(button) {
    await this.page.getByRole("button", { name: button, exact: true }).click();
  }

  /** Presses a button and reads who is shown at the end of that turn. */
  async pressAndRead(button) {
    return await this.page
      .getByRole("button", { name: button, exact: true })
      .evaluate(pressAndRead);
  }

  async write(name) {
    await this.page.getByRole("textbox").fill(name);
  }

  async add(name) {
    await this.write(name);
    await this.press("add");
  }

  /** Until a person is there as the deployment has it. */
  async showsSaved(name) {
    await this.#person(name, "li:not([aria-busy])").waitFor();
  }

  /** Until a person is there as one that is being added. */
  async showsAdding(name) {
    await this.#person(name, "li[aria-busy=true]").waitFor();
  }

  async isLive() {
    await this.page.getByRole("status").filter({ hasText: "people" }).waitFor();
  }

  async isConnection(state) {
    await this.page.getByText(state, { exact: true }).waitFor();
  }

  /** The names that were shown with every commit so far. */
  async shown() {
    return await this.page.evaluate(() => globalThis.shown);
  }

  /** What of sockets and of WebAssembly the page itself has touched. */
  async used() {
    return await this.page.evaluate(() => globalThis.used);
  }

  async close() {
    await this.page.context().close();
  }

  /** It goes, having said nothing amiss on its console; what the browser says of its worker's sockets is not there. */
  async closeQuietly() {
    await this.close();
    assert.deepEqual(this.errors.values, []);
  }

  #person(name, selector) {
    return this.page.locator(selector).getByText(name, { exact: true });
  }
}

// Runs in the page.
async function pressAndRead(button) {
  button.click();
  await null;
  return Array.from(document.querySelectorAll("li"), ({ textContent }) => textContent);
}

// Runs in the page before anything else, and not in its workers.
function noteUse() {
  globalThis.used = [];
  for (const name of ["WebSocket", "WebAssembly"]) {
    const note = (what) => globalThis.used.push(`${name} ${String(what)}`);
    globalThis[name] = new Proxy(globalThis[name], {
      construct(target, args, newTarget) {
        note("new");
        return Reflect.construct(target, args, newTarget);
      },
      get(target, key) {
        note(key);
        return Reflect.get(target, key);
      },
    });
  }
}
