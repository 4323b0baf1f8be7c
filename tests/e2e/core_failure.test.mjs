// The WebAssembly core traps in one of two windows of the sample app: the window says what it does
// not know, and goes on by itself. Leaves to tests/js/core_failure.test.mjs: every other way to fail.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startDeployment } from "../support/deployment.mjs";
import { freePort } from "../support/free_port.mjs";
import { launchBrowser } from "./browser.mjs";
import { startChatSite } from "./chat_site.mjs";
import { openChat } from "./chat_window.mjs";
import { startHoldingProxy } from "./holding_proxy.mjs";

let deployment;
let proxy;
let site;
let browser;

before(async () => {
  deployment = await startDeployment();
  proxy = await startHoldingProxy(deployment.url, await freePort());
  site = await startChatSite(proxy.url);
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await site?.close();
  await proxy?.close();
  await deployment?.close();
});

test("a trap: the message under way is reported as unknown, and the window is live again", async () => {
  const ada = await openChat(browser, site.url, { initScript: keepMemories });
  const ben = await openChat(browser, site.url);
  await ada.join("Ada");
  await ben.join("Ben");
  proxy.hold();
  await ada.send("Perhaps");
  await proxy.answers.until("the answer", (frame) => frame.type === "MutationResponse");
  await ada.showsSending("Perhaps");
  await ada.page.evaluate(() => globalThis.breakCore());
  proxy.release();

  await ada.showsSent("Perhaps");
  assert.match(await ada.errorShown(), /did not work/);
  assert.equal(await ada.mostShownAtOnce("Perhaps"), 1);
  await ben.send("Are you still there?");
  await ada.showsSent("Are you still there?");
  await ada.send("I am");
  await ben.showsSent("I am");
  ada.assertNoConsoleErrors({ expected: /Lentil's core failed/ });
  ben.assertNoConsoleErrors();
});

// Runs in the page before anything else.
function keepMemories() {
  const memories = [];
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class extends Instance {
    constructor(...given) {
      super(...given);
      const parts = Object.values(this.exports);
      memories.push(parts.find((part) => part instanceof WebAssembly.Memory));
    }
  };
  globalThis.breakCore = () => new Uint8Array(memories.at(-1).buffer).fill(0xff);
}
