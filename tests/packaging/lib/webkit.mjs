// WebKit in Debian's WebKitGTK, the engine of Safari, spoken to by its WebDriver, on a screen that nobody sees. Owns
// the screen, the driver and, by the driver, the browser.

import { once } from "node:events";
import { existsSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import { DEADLINE_MS, within } from "../../support/deadline.mjs";
import { freePort } from "../../support/free_port.mjs";
import { WEBKIT_DRIVER, XVFB } from "../../support/paths.mjs";
import { Belongings } from "./belongings.mjs";
import { CannotRun } from "./cannot_run.mjs";

/** Calls back, in the page, with the text of #proof once it has one. */
const PROOF = `const done = arguments[0];
const look = () => {
  const text = document.getElementById("proof")?.textContent;
  if (text) done(text);
};
new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
look();`;

export async function launchWebKit() {
  if (![WEBKIT_DRIVER, XVFB].every(existsSync)) {
    throw new CannotRun("no WebKit with a driver: Debian's webkit2gtk-driver, xvfb");
  }
  return await Belongings.during(launch);
}

async function launch(belongings) {
  const display = await startScreen(belongings);
  const address = await startDriver(belongings, display);
  const { sessionId, capabilities } = await ask(`${address}/session`, { capabilities: {} });
  const session = `${address}/session/${sessionId}`;
  // Ends the browser too.
  belongings.add(() => within("WebKit to end", fetch(session, { method: "DELETE" })));
  await ask(`${session}/timeouts`, { script: DEADLINE_MS });
  return {
    version: `WebKitGTK ${capabilities.browserVersion}`,
    async proofTextOf(url) {
      await ask(`${session}/url`, { url });
      return await ask(`${session}/execute/async`, { script: PROOF, args: [] });
    },
    close: () => belongings.end(),
  };
}

/** A screen in memory; it says which number it took. */
async function startScreen(belongings) {
  const stdio = ["ignore", "ignore", "ignore", "pipe"];
  const { child, untilEnd } = belongings.start(XVFB, ["-displayfd", "3"], { stdio });
  const said = once(child.stdio[3].setEncoding("utf8"), "data");
  const [number] = await within("a screen", untilEnd(said));
  return `:${number.trim()}`;
}

/** The driver's address, once it answers there. */
async function startDriver(belongings, display) {
  const port = await freePort();
  const env = { ...process.env, DISPLAY: display };
  const args = ["--host=127.0.0.1", `--port=${port}`];
  const { untilEnd } = belongings.start(WEBKIT_DRIVER, args, { stdio: "ignore", env });
  const address = `http://127.0.0.1:${port}`;
  const looking = new AbortController();
  const answered = untilEnd(answers(`${address}/status`, looking.signal));
  await within("the WebDriver of WebKit", answered).finally(() => looking.abort());
  return address;
}

/** The driver says nothing when it is ready: it is tried until it answers, or `signal` ends that. */
async function answers(url, signal) {
  while (!signal.aborted) {
    const isThere = await fetch(url, { signal }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isThere) return;
    await nextTurn();
  }
}

async function ask(url, body) {
  const response = await within(url, fetch(url, { method: "POST", body: JSON.stringify(body) }));
  const { value } = await response.json();
  if (!response.ok) throw new Error(`WebKit: ${value.error}: ${value.message}`);
  return value;
}
