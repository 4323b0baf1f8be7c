// @convex-dev/auth on a page: its provider keeps tokens in storage, by the client's address, and renews them by
// a ConvexHttpClient of its own. The actions that it calls are those of the tests' backend.

import "./screen.mjs";
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SECOND_TOKEN, startBackend, THIRD_TOKEN } from "./backend.mjs";
import { openOnScreen } from "./screen.mjs";
import { clientsOf, pageOf, wirings } from "./wirings.mjs";

let backend;

before(async () => {
  backend = await startBackend();
});

after(() => backend?.close());

const stored = () => Object.entries(localStorage).toSorted();

for (const wiring of wirings) {
  test(`@convex-dev/auth, ${wiring}`, async () => {
    localStorage.clear();
    const { open, clients } = await pageOf("pages/auth.tsx", wiring);
    assert.deepEqual(clients, clientsOf(wiring));
    const page = openOnScreen(open, { url: backend.url });
    const namespace = backend.url.replace(/[^a-zA-Z0-9]/g, "");
    try {
      await page.shows("state", "signed out");
      page.click("in");
      // The token is renewed as soon as the server has taken it: it may have been lying in storage.
      await page.shows("token", SECOND_TOKEN);
      await page.shows("state", "signed in");
      await page.shows("me", "ada again");
      assert.deepEqual(stored(), [
        [`__convexAuthJWT_${namespace}`, SECOND_TOKEN],
        [`__convexAuthRefreshToken_${namespace}`, "2"],
      ]);
    } finally {
      await page.leave();
    }
    await comesBack(open);
  });
}

/** A page that is opened again is signed in by what is stored, until its user signs out. */
async function comesBack(open) {
  const page = openOnScreen(open, { url: backend.url });
  try {
    await page.shows("state", "signed in");
    // Signing out before the renewal is over would be undone by it.
    await page.shows("token", THIRD_TOKEN);
    await page.shows("me", "ada once more");
    page.click("out");
    await page.shows("state", "signed out");
    assert.deepEqual(stored(), []);
  } finally {
    await page.leave();
  }
}
