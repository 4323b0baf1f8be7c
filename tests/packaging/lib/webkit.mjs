// WebKit in Debian's WebKitGTK, the engine of Safari, spoken to by its WebDriver, on a screen that nobody sees. Owns
// the screen, the driver and, by the driver, the browser.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import { killAtExit } from "../../support/cleanup.mjs";
import { DEADLINE_MS, within } from "../../support/deadline.mjs";
import { freePort } from "../../support/free_port.mjs";
import { WEBKIT_DRIVER, XVFB } from "../../support/paths.mjs";
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
  for (const program of [WEBKIT_DRIVER, XVFB]) {
    if (!existsSync(program))
      throw new CannotRun(`no ${program}: Debian's webkit2gtk-driver, xvfb`);
  }
  const screen = await startScreen();
  const port = await freePort();
  const driver = spawn(WEBKIT_DRIVER, ["--host=127.0.0.1", `--port=${port}`], {
    stdio: "ignore",
    env: { ...process.env, DISPLAY: screen.display },
  });
  killAtExit(driver);
  const address = `http://127.0.0.1:${port}`;
  await within("the WebDriver of WebKit", answers(`${address}/status`));
  const { sessionId, capabilities } = await ask(`${address}/session`, { capabilities: {} });
  const session = `${address}/session/${sessionId}`;
  await ask(`${session}/timeouts`, { script: DEADLINE_MS });
  return {
    version: `WebKitGTK ${capabilities.browserVersion}`,
    async proofTextOf(url) {
      await ask(`${session}/url`, { url });
      return await ask(`${session}/execute/async`, { script: PROOF, args: [] });
    },
    async close() {
      // Ends the browser too.
      await within("WebKit to end", fetch(session, { method: "DELETE" }));
      await end(driver);
      await end(screen.child);
    },
  };
}

/** A screen in memory; it says which number it took. */
async function startScreen() {
  const child = spawn(XVFB, ["-displayfd", "3"], { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  killAtExit(child);
  const [number] = await within("a screen", once(child.stdio[3].setEncoding("utf8"), "data"));
  return { child, display: `:${number.trim()}` };
}

/** The driver says nothing when it is ready: it is tried until it answers. */
async function answers(url) {
  for (;;) {
    const isThere = await fetch(url).then(
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

async function end(child) {
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  await within("a program to end", gone);
}
