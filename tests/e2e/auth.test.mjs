// Signing in, in a real browser against a real deployment: who sees what, tokens that run out while the
// page is open, users that come and go. Leaves to src/token_flow_tests.rs: every order of events.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { identityProvider } from "../local/support/tokens.mjs";
import { startDeployment } from "../support/deployment.mjs";
import { startAuthSite } from "./auth_site.mjs";
import { openNotes } from "./auth_window.mjs";
import { launchBrowser } from "./browser.mjs";

const APP = fileURLToPath(new URL("./auth_app", import.meta.url));
const NOT_FETCHED =
  /^Could not fetch an auth token: the token server answered 503\. Trying again in/;
// The browser itself writes it; no page can silence it.
const FAILED_REQUEST = /^Failed to load resource: the server responded with a status of 503/;
const NOBODY = /^\[CONVEX [QM]\(notes:\w+\)\] [\s\S]*Notes are for those who have signed in/;

const provider = identityProvider();
const stranger = identityProvider();

let deployment;
let site;
let browser;
let tokens;
let windows;

before(async () => {
  deployment = await startDeployment({ folder: APP, env: { JWKS: provider.jwks } });
  site = await startAuthSite(provider);
  tokens = site.tokens;
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  site?.close();
  await deployment?.close();
});

beforeEach(() => {
  tokens.reset();
  windows = [];
});

afterEach(async () => {
  for (const window of windows) {
    await window.assertNoTokens();
    await window.close();
  }
  const said = deployment.output;
  assert.ok(!tokens.given.some((token) => said.includes(token)), "the deployment printed a token");
});

async function open(options = {}, settings = {}) {
  const window = await openNotes(browser, site, deployment, options, settings);
  windows.push(window);
  return window;
}

async function signedIn(user, options = {}) {
  const window = await open({ user, ...options });
  await window.isSignedIn();
  return window;
}

/** Somebody writes headlines until `isOver`: each makes the server look at the tokens of who watches. */
async function writeUntil(writer, isOver) {
  for (let number = 0; !isOver(); number++) await writer.write(`headline ${number}`);
}

test("two users, one page each: each sees the own notes alone, live, and what is public", async () => {
  const ada = await signedIn("ada");
  const ben = await signedIn("ben");
  const alsoAda = await signedIn("ada");
  await ada.add("ada: first");
  await ben.add("ben: first");
  await alsoAda.showsNote("ada: first");
  await alsoAda.add("ada: second");
  await ada.showsNote("ada: second");
  await ben.write("for all");
  for (const window of windows) {
    await window.showsHeadline("for all");
    const owner = window === ben ? "ben" : "ada";
    for (const { notes } of await window.moments()) assertOwned(notes, owner);
    window.assertComplaints();
  }
});

test("a token that expires on a live socket while its renewal fails: the page keeps what it shows", async () => {
  const ben = await signedIn("ben");
  tokens.issues({ seconds: 4 });
  const ada = await signedIn("ada", { leeway: 2 });
  await ada.add("ada: before");
  tokens.fails();
  const asked = tokens.requests.values.length;
  await tokens.askedTimes(asked + 1);
  tokens.hangs();
  await writeUntil(ben, () => ada.authErrors > 0);
  await ada.shows("refreshing");
  await ada.showsNote("ada: before");

  tokens.issues();
  tokens.answersWhatHangs();
  await ada.showsNo("refreshing");
  await ada.add("ada: afterwards");
  await ben.write("after the renewal");
  await ada.showsHeadline("after the renewal");
  const moments = await ada.moments();
  const first = moments.findIndex(({ notes }) => notes.includes("ada: before"));
  for (const { states, notes } of moments.slice(first)) {
    assert.ok(notes.includes("ada: before"));
    assert.equal(states.filter((state) => state !== "refreshing").join(), "authenticated");
  }
  assert.equal(ada.authErrors, 1);
  ada.assertComplaints(NOT_FETCHED, FAILED_REQUEST);
  ben.assertComplaints();
});

test("a token is renewed before it expires: no error, no new socket, nothing rendered again", async () => {
  const ben = await signedIn("ben");
  tokens.reset();
  tokens.issues({ seconds: 4 });
  const ada = await signedIn("ada", { leeway: 2 });
  tokens.issues();
  const expiry = Date.now() + 4000;
  await ada.add("ada: stays");
  const [rendered, shown] = [await ada.rendered(), (await ada.moments()).length];
  await tokens.askedTimes(3);
  await ada.isIdentity(3);
  await writeUntil(ben, () => Date.now() > expiry);
  await ben.write("later");
  await ada.showsHeadline("later");

  assert.deepEqual([await ada.rendered(), (await ada.moments()).length], [rendered, shown]);
  assert.deepEqual([ada.authErrors, ada.sockets], [0, 1]);
  assert.deepEqual(
    tokens.requests.values.map(({ force }) => force),
    [false, true, true],
  );
  ada.assertComplaints();
});

test("signing out: the notes go at once, the server refuses what follows, the public line is live", async () => {
  const ben = await signedIn("ben");
  const ada = await signedIn("ada");
  await ada.add("ada: private");
  await ben.add("ben: private");
  const beforehand = (await ada.moments()).length;
  await ada.press("sign-out");
  await ada.shows("unauthenticated");
  for (const attempt of ["add", "peek"]) {
    assert.match(await ada.attempt(attempt, "by nobody"), /Notes are for those who have signed in/);
  }
  await ben.write("still live");
  await ada.showsHeadline("still live");
  for (const { notes } of (await ada.moments()).slice(beforehand)) assert.deepEqual(notes, []);

  await ada.press("ben");
  await ada.showsNote("ben: private");
  await ben.add("ben: on both pages");
  await ada.showsNote("ben: on both pages");
  for (const { user, notes } of await ada.moments()) assertOwned(notes, user);
  ada.assertComplaints(NOBODY);
  ben.assertComplaints();
});

test("another user without signing out between: never the notes of both, nor those of the first again", async () => {
  const window = await signedIn("ada");
  await window.add("ada: here first");
  await window.press("ben");
  await window.page.getByTestId("user").getByText("ben").waitFor();
  await window.add("ben: here second");
  const moments = await window.moments();
  const isBens = ({ notes }) => notes.some((text) => text.startsWith("ben: "));
  const turn = moments.findIndex(isBens);
  for (const { notes } of moments.slice(0, turn)) assertOwned(notes, "ada");
  for (const { notes } of moments.slice(turn)) assertOwned(notes, "ben");
  window.assertComplaints();
});

test("a token server that hangs: what is public is live after the hold, signing in follows", async () => {
  const ben = await signedIn("ben");
  await ben.write("while waiting");
  tokens.reset();
  tokens.hangs();
  const ada = await open({ user: "ada" }, { clock: true });
  await tokens.askedTimes(1);
  await ada.shows("loading");
  await ada.page.clock.fastForward(31_000);
  await ada.showsHeadline("while waiting");
  await ada.shows("unauthenticated");
  await ben.write("and live");
  await ada.showsHeadline("and live");

  await tokens.askedTimes(2);
  tokens.issues();
  tokens.answersWhatHangs(); // the first request, too: nobody waits for it any more
  await ada.shows("authenticated");
  await ada.add("ada: at last");
  ada.assertComplaints(
    /^Could not fetch an auth token: it takes too long\. Trying again in 1000ms$/,
  );
});

test("another user whose token does not come: after the hold nobody is signed in, for the server, too", async () => {
  const page = await open({ user: "ada" }, { clock: true });
  await page.isSignedIn();
  await page.add("ada: left behind");
  const asked = tokens.requests.values.length;
  tokens.hangs();
  await page.press("ben");
  await tokens.askedTimes(asked + 1);
  await page.page.clock.fastForward(31_000);
  await page.shows("unauthenticated");
  for (const attempt of ["add", "peek"]) {
    assert.match(await page.attempt(attempt, "by whom?"), /Notes are for those who have signed in/);
  }
  await tokens.askedTimes(asked + 2);
  tokens.issues();
  tokens.answersWhatHangs();
  await page.shows("authenticated");
  await page.add("ben: in the end");
  assertOwned(await page.notes(), "ben");
  page.assertComplaints(/^Could not fetch an auth token: it takes too long/, NOBODY);
});

test("a token server that answers nothing: nobody is signed in, what is public is live", async () => {
  tokens.answersNothing();
  const ada = await open({ user: "ada" });
  await ada.shows("unauthenticated");
  await ada.write("by nobody");
  await ada.showsHeadline("by nobody");
  ada.assertComplaints();
});

test("tokens of another key: signed out, the console says why and never what", async () => {
  tokens.issues({ provider: stranger });
  const eve = await open({ user: "ada" });
  await eve.shows("unauthenticated");
  assert.match(await eve.attempt("peek", ""), /Notes are for those who have signed in/);
  await eve.write("by a stranger");
  await eve.showsHeadline("by a stranger");
  for (const { notes, states } of await eve.moments()) {
    assert.deepEqual([notes, states.includes("authenticated")], [[], false]);
  }
  eve.assertComplaints(/^Failed to authenticate: ".+", check your server auth config$/);
  assert.notEqual(tokens.given.length, 0);
});

function assertOwned(notes, user) {
  assert.deepEqual(
    notes.filter((text) => !text.startsWith(`${user}: `)),
    [],
  );
}
