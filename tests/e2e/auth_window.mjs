// One page of auth_page.mjs: what it shows and showed at every moment, what its socket heard, what its
// console said. Owns the test ids, and the rule that no token stands where one could read it.

import assert from "node:assert/strict";
import { DEADLINE_MS, Seen } from "../support/deadline.mjs";

/** Opens the page in a context of its own. `options`: what auth_page.mjs reads from its address. */
export async function openNotes(browser, site, deployment, options, { clock = false } = {}) {
  const context = await browser.newContext();
  context.setDefaultTimeout(DEADLINE_MS);
  await context.addInitScript(rememberMoments);
  const window = new AuthWindow(await context.newPage(), site.tokens);
  if (clock) await window.page.clock.install();
  await window.page.goto(`${site.url}?${new URLSearchParams(options)}#${deployment.url}`);
  return window;
}

class AuthWindow {
  /** What the server said, on all sockets. */
  frames = new Seen();
  /** How many sockets the page has opened. */
  sockets = 0;
  #console = [];
  #tokens;

  constructor(page, tokens) {
    this.page = page;
    this.#tokens = tokens;
    page.on("console", (message) => this.#console.push([message.type(), message.text()]));
    page.on("pageerror", (error) => this.#console.push(["error", String(error)]));
    page.on("websocket", (socket) => {
      this.sockets++;
      socket.on("framereceived", ({ payload }) => this.frames.add(JSON.parse(payload)));
    });
  }

  /** Until one of `authenticated`, `unauthenticated`, `loading`, `refreshing` is there. */
  async shows(state) {
    await this.page.getByTestId(state).waitFor();
  }

  async showsNo(state) {
    await this.page.getByTestId(state).waitFor({ state: "detached" });
  }

  async showsNote(text) {
    await this.page.getByTestId("note").filter({ hasText: text }).waitFor();
  }

  async showsHeadline(text) {
    await this.page.getByTestId("headline").getByText(text, { exact: true }).waitFor();
  }

  async notes() {
    return await this.page.getByTestId("note").allTextContents();
  }

  /** Until the server has taken so many tokens, or ends of them. */
  async isIdentity(version) {
    const taken = ({ type, endVersion }) => type === "Transition" && endVersion.identity >= version;
    await this.frames.until(`identity ${version}`, taken);
  }

  /** Signed in, and no longer by the first token, which could have been one from a cache. */
  async isSignedIn() {
    await this.shows("authenticated");
    await this.isIdentity(2);
    await this.page.getByTestId("notes").waitFor({ state: "attached" });
  }

  async press(testId) {
    await this.page.getByTestId(testId).click();
  }

  /** Presses `add`, `write` or `peek`, and waits for what came of it. */
  async attempt(testId, text) {
    await this.page.getByTestId("text").fill(text);
    await this.press(testId);
    const outcome = this.page.getByTestId("outcome");
    return await outcome.filter({ hasText: /^(done|refused)/ }).textContent();
  }

  async add(text) {
    assert.equal(await this.attempt("add", text), `done: ${text}`);
    await this.showsNote(text);
  }

  async write(text) {
    assert.equal(await this.attempt("write", text), `done: ${text}`);
  }

  /** Everything shown since the page was loaded, in order: the user, the notes, the states. */
  async moments() {
    return await this.page.evaluate(() => globalThis.moments);
  }

  /** How often the notes were rendered. */
  async rendered() {
    return await this.page.evaluate(() => globalThis.rendered);
  }

  get authErrors() {
    return this.frames.values.filter(({ type }) => type === "AuthError").length;
  }

  /** Warnings and errors of the console. */
  get complaints() {
    return this.#console.filter(([type]) => type !== "log").map(([, text]) => text);
  }

  assertComplaints(...expected) {
    const unexpected = this.complaints.filter((text) => !expected.some((one) => one.test(text)));
    assert.deepEqual(unexpected, []);
    const missing = expected.filter((one) => !this.complaints.some((text) => one.test(text)));
    assert.deepEqual(missing, []);
  }

  /** Neither the console nor anything that the page keeps or shows holds a token, or the end of one. */
  async assertNoTokens() {
    const kept = await this.page.evaluate(async () => [
      ...Object.entries(localStorage).flat(),
      ...Object.entries(sessionStorage).flat(),
      document.cookie,
      location.href,
      document.documentElement.outerHTML,
      JSON.stringify(await indexedDB.databases()),
      JSON.stringify(await caches.keys()),
    ]);
    const texts = [...kept, ...this.#console.map(([, text]) => text)].join("\n");
    for (const token of this.#tokens.given) {
      const parts = token.split(".").slice(1); // the first part says nothing of a user
      assert.ok(!parts.some((part) => texts.includes(part)), "a token is readable in the page");
    }
  }

  async close() {
    await this.page.context().close();
  }
}

// Runs in the page before anything else: after each change of the document, remembers what is shown.
function rememberMoments() {
  globalThis.moments = [];
  const texts = (id) =>
    Array.from(document.querySelectorAll(`[data-testid=${id}]`), (one) => one.textContent);
  new MutationObserver(() => {
    const states = ["authenticated", "unauthenticated", "loading", "refreshing"];
    const moment = {
      user: texts("user")[0],
      notes: texts("note"),
      states: states.filter((id) => texts(id).length > 0),
    };
    const isNew = JSON.stringify(moment) !== JSON.stringify(globalThis.moments.at(-1));
    if (isNew && moment.user !== undefined) globalThis.moments.push(moment);
  }).observe(document, { childList: true, subtree: true, characterData: true });
}
