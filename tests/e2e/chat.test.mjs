// The sample app in a real browser, two people at a time: messages travel, sending shows at once,
// nothing is ever doubled. Leaves to chat_outage.test.mjs: what happens when the deployment goes away.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
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
let ada;
let ben;

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

beforeEach(async () => {
  ada = await openChat(browser, site.url);
  ben = await openChat(browser, site.url, { colorScheme: "dark" });
  await ada.join("Ada");
  await ben.join("Ben");
});

afterEach(async () => {
  proxy.release();
  await ada?.close();
  await ben?.close();
});

test("a message sent in one window appears in the other", async () => {
  await ada.send("Hello from Ada");
  await ben.showsSent("Hello from Ada");
  await ben.send("And hello from Ben");
  await ada.showsSent("And hello from Ben");
  await ada.shot("two_windows_ada");
  await ben.shot("two_windows_ben");
  assertQuietConsoles();
});

test("a rename shows in the other window, in the list and beside the messages", async () => {
  await ada.send("Who am I?");
  await ben.showsSent("Who am I?");
  await ada.rename("Ada Lovelace");
  await ben.showsPerson("Ada Lovelace");
  await ben.page.getByTestId("message").filter({ hasText: "Ada Lovelace" }).first().waitFor();
  assertQuietConsoles();
});

test("a message shows as sending before the server answers, and is never doubled", async () => {
  const body = "Shown at once";
  proxy.hold();
  await ada.send(body);
  await ada.showsSending(body);
  await proxy.answers.until("the deployment's answer", committed);
  await ada.showsSending(body);
  assert.ok(!(await ben.bodies()).includes(body), "the other window cannot know it yet");
  await ada.shot("sending");

  proxy.release();
  await ada.showsSent(body);
  await ben.showsSent(body);
  await ada.hasSaved();
  await assertShownOnce(body);
  assertQuietConsoles();
});

test("messages sent in one go keep their order and none is doubled", async () => {
  const bodies = ["first", "second", "third", "fourth"].map((word) => `${word} in one go`);
  proxy.hold();
  for (const body of bodies) {
    await ada.send(body);
    await ada.showsSending(body);
  }
  proxy.release();
  for (const body of bodies) await ben.showsSent(body);
  await ada.hasSaved();
  for (const body of bodies) await assertShownOnce(body);
  for (const window of [ada, ben]) assert.deepEqual((await window.bodies()).slice(-4), bodies);
  assertQuietConsoles();
});

test("a refused message says why and gives the text back", async () => {
  await ada.send("   ");
  assert.equal(await ada.errorShown(), "A message needs some text.");
  assert.equal(await ada.page.getByTestId("composer").inputValue(), "   ");
  await ada.send("Better");
  await ada.showsSent("Better");
  assert.equal(await ada.page.getByTestId("error").count(), 0);
  ada.assertNoConsoleErrors({ expected: /^\[CONVEX M\(messages:send\)\] [\s\S]*EMPTY_BODY/ });
  ben.assertNoConsoleErrors();
});

function committed(frame) {
  return frame.type === "MutationResponse" && frame.success;
}

async function assertShownOnce(body) {
  for (const window of [ada, ben]) assert.equal(await window.mostShownAtOnce(body), 1);
}

function assertQuietConsoles() {
  ada.assertNoConsoleErrors();
  ben.assertNoConsoleErrors();
}
