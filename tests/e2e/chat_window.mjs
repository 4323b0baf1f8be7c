// One person's window on the chat: what it shows, what can be done in it, what its console said.
// Owns the test ids and the rule on console errors. Leaves to the tests: what should be shown.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DEADLINE_MS } from "../support/deadline.mjs";

const SHOTS = fileURLToPath(new URL("./shots", import.meta.url));

// The browser itself writes one line per failed connection, and no page can silence it. Three of
// them are allowed, and only while the deployment is away: nothing listens on the port (refused), or
// the process died between taking the connection and answering the handshake (reset, closed).
const FAILED_CONNECTION = new RegExp(
  "^WebSocket connection to 'ws://127\\.0\\.0\\.1:\\d+/api/1\\.48\\.0/sync' failed: " +
    "(Error in connection establishment: net::ERR_CONNECTION_REFUSED" +
    "|Error in connection establishment: net::ERR_CONNECTION_RESET" +
    "|Connection closed before receiving a handshake response)$",
);

/** Opens the chat at `url` in a context of its own, that is as another person. */
export async function openChat(
  browser,
  url,
  { viewport = { width: 720, height: 560 }, colorScheme = "light", initScript } = {},
) {
  const context = await browser.newContext({ viewport, colorScheme });
  context.setDefaultTimeout(DEADLINE_MS);
  await context.addInitScript(countShownMessages);
  if (initScript) await context.addInitScript(initScript);
  const window = new ChatWindow(await context.newPage());
  await window.page.goto(url);
  return window;
}

class ChatWindow {
  #errors = [];
  #deploymentAway = false;

  constructor(page) {
    this.page = page;
    page.on("console", (message) => {
      if (message.type() !== "error") return;
      if (this.#deploymentAway && FAILED_CONNECTION.test(message.text())) return;
      this.#errors.push(message.text());
    });
    page.on("pageerror", (error) => this.#errors.push(String(error)));
  }

  async join(name) {
    await this.page.getByTestId("join-name").fill(name);
    await this.page.getByTestId("join-email").fill(`${name.toLowerCase()}@example.com`);
    await this.page.getByTestId("join").click();
    await this.page.getByTestId("composer").waitFor();
  }

  async rename(name) {
    await this.page.getByTestId("rename-name").fill(name);
    await this.page.getByTestId("rename").click();
  }

  async send(body) {
    await this.page.getByTestId("composer").fill(body);
    await this.page.getByTestId("send").click();
  }

  /** Until the message stands there as the deployment has it. */
  async showsSent(body) {
    await this.#message(body, "false").waitFor();
  }

  /** Until the message stands there as being sent. */
  async showsSending(body) {
    await this.#message(body, "true").waitFor();
  }

  async showsPerson(name) {
    await this.page.getByTestId("person").filter({ hasText: name }).waitFor();
  }

  async isConnection(state) {
    await this.page.locator(`[data-testid=connection][data-state=${state}]`).waitFor();
  }

  async hasSaved() {
    await this.page.locator("[data-testid=connection][data-pending='0']").waitFor();
  }

  async errorShown() {
    return await this.page.getByTestId("error").textContent();
  }

  async bodies() {
    return await this.page.getByTestId("body").allTextContents();
  }

  /** How often `body` was shown at most at any one moment since the page was loaded. */
  async mostShownAtOnce(body) {
    return await this.page.evaluate((text) => globalThis.mostShown[text] ?? 0, body);
  }

  /** From now until `deploymentIsBack`, failed connections are what the browser should report. */
  deploymentIsAway() {
    this.#deploymentAway = true;
  }

  deploymentIsBack() {
    this.#deploymentAway = false;
  }

  /** `expected`: what the client is to say of a function that refused, as the official one does. */
  assertNoConsoleErrors({ expected } = {}) {
    assert.deepEqual(
      this.#errors.filter((text) => !expected?.test(text)),
      [],
    );
  }

  async shot(name) {
    await mkdir(SHOTS, { recursive: true });
    return await this.page.screenshot({ path: join(SHOTS, `${name}.png`) });
  }

  async close() {
    await this.page.context().close();
  }

  #message(body, pending) {
    return this.page.locator(`[data-testid=message][data-pending=${pending}]`).filter({
      has: this.page.getByText(body, { exact: true }),
    });
  }
}

// Runs in the page before anything else: after each change of the document, remembers for every
// message text the most copies seen at once.
function countShownMessages() {
  globalThis.mostShown = {};
  globalThis.countShown = () => {
    const counts = {};
    for (const { textContent } of document.querySelectorAll("[data-testid=body]")) {
      counts[textContent] = (counts[textContent] ?? 0) + 1;
    }
    for (const [text, count] of Object.entries(counts)) {
      globalThis.mostShown[text] = Math.max(globalThis.mostShown[text] ?? 0, count);
    }
  };
  new MutationObserver(globalThis.countShown).observe(document, {
    childList: true,
    subtree: true,
    characterData: true,
  });
}
