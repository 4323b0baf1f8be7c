// The deployment dies under the sample app and comes back: both windows recover by themselves,
// nothing written is lost, nothing is doubled. Leaves to chat.test.mjs: the app in good weather.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { startDeployment } from "../support/deployment.mjs";
import { freePort } from "../support/free_port.mjs";
import { launchBrowser } from "./browser.mjs";
import { startChatSite } from "./chat_site.mjs";
import { openChat } from "./chat_window.mjs";
import { startHoldingProxy } from "./holding_proxy.mjs";

let deployment;
let proxyPort;
let direct;
let proxied;
let browser;
let proxy;
let windows;

before(async () => {
  deployment = await startDeployment();
  proxyPort = await freePort();
  direct = await startChatSite(deployment.url);
  proxied = await startChatSite(`http://127.0.0.1:${proxyPort}`);
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await direct?.close();
  await proxied?.close();
  await deployment?.close();
});

beforeEach(() => {
  proxy = null;
  windows = [];
});

afterEach(async () => {
  for (const window of windows) await window.close();
  await proxy?.close();
});

test("killed before it took a message, the deployment has it once it is back", async () => {
  const [ada, ben] = await openBoth(direct.url);
  deployment.freeze();
  await ada.send("Sent before the kill");
  await ada.showsSending("Sent before the kill");
  await deploymentGoesAway();
  await ben.send("Written while it was away");
  await ben.showsSending("Written while it was away");
  await ada.shot("away");
  await deployment.start();
  await everyoneIsBack();
  await everyoneShowsOnce("Sent before the kill");
  await everyoneShowsOnce("Written while it was away");
});

test("killed after it took a message and before it said so, the message is there once", async () => {
  const body = "Taken, not answered";
  proxy = await startHoldingProxy(deployment.url, proxyPort);
  const [ada] = await openBoth(proxied.url);
  proxy.hold();
  await ada.send(body);
  await proxy.answers.until(
    "the deployment's answer",
    (frame) => frame.type === "MutationResponse",
  );
  await ada.showsSending(body);
  for (const window of windows) window.deploymentIsAway();
  await proxy.close();
  await deployment.kill();
  await ada.isConnection("reconnecting");
  await ada.showsSending(body);
  await deployment.start();
  proxy = await startHoldingProxy(deployment.url, proxyPort);
  await everyoneIsBack();
  await ada.showsSent(body);
  await everyoneShowsOnce(body);
});

test("a window opened while the deployment is away fills in once it is back", async () => {
  const [ada] = await openBoth(direct.url);
  await ada.send("Here before");
  await ada.hasSaved();
  await deploymentGoesAway();
  const late = await openChat(browser, direct.url);
  windows.push(late);
  late.deploymentIsAway();
  await late.isConnection("connecting");
  await deployment.start();
  await everyoneIsBack();
  await everyoneShowsOnce("Here before");
});

async function openBoth(url) {
  for (const name of ["Ada", "Ben"]) {
    const window = await openChat(browser, url);
    windows.push(window);
    await window.join(name);
  }
  return windows;
}

async function deploymentGoesAway() {
  for (const window of windows) window.deploymentIsAway();
  await deployment.kill();
  for (const window of windows) await window.isConnection("reconnecting");
}

async function everyoneIsBack() {
  for (const window of windows) {
    await window.isConnection("connected");
    window.deploymentIsBack();
    await window.hasSaved();
  }
}

/** Once at every moment so far, and once in what the deployment gives to a page loaded anew. */
async function everyoneShowsOnce(body) {
  for (const window of windows) {
    await window.showsSent(body);
    assert.equal(await window.mostShownAtOnce(body), 1);
    window.assertNoConsoleErrors();
  }
  for (const window of windows) {
    await window.page.reload();
    await window.showsSent(body);
    assert.equal(await window.mostShownAtOnce(body), 1);
    window.assertNoConsoleErrors();
  }
}
