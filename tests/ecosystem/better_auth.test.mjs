// @convex-dev/better-auth on a page: its provider and boundary, with better-auth's own client. The answers of
// its server, a Convex component, are this file's.

import "./screen.mjs";
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { FIRST_TOKEN, startBackend } from "./backend.mjs";
import { openOnScreen } from "./screen.mjs";
import { clientsOf, pageOf, wirings } from "./wirings.mjs";

let backend;

before(async () => {
  backend = await startBackend();
});

after(() => backend?.close());

/** A server at which ada is signed in until she signs out; `asked` are the paths that it was asked for. */
function authServer() {
  const asked = [];
  let isSignedIn = true;
  const answers = {
    "/api/auth/get-session": () =>
      isSignedIn ? { session: { id: "s1", userId: "ada" }, user: { id: "ada" } } : null,
    "/api/auth/convex/token": () => ({ token: FIRST_TOKEN }),
    "/api/auth/sign-out": () => {
      isSignedIn = false;
      return { success: true };
    },
  };
  const answer = async (url) => {
    const { pathname } = new URL(url);
    asked.push(pathname);
    return Response.json(answers[pathname]());
  };
  return { answer, asked };
}

for (const wiring of wirings) {
  test(`@convex-dev/better-auth, ${wiring}`, async () => {
    const { open, clients } = await pageOf("pages/better_auth.tsx", wiring);
    assert.deepEqual(clients, clientsOf(wiring));
    const { answer, asked } = authServer();
    const page = openOnScreen(open, { url: backend.url, answer });
    try {
      await page.shows("state", "signed in");
      await page.shows("me", "ada");
      page.click("out");
      await page.shows("state", "signed out");
      await page.shows("me", "nobody");
      assert.ok(asked.includes("/api/auth/convex/token"));
    } finally {
      await page.leave();
    }
  });
}
