// get-convex/convex-js#82: another token function, as with a new session of the same user, signs him out for a moment:
// queries run for nobody and fail, and the page flickers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { render } from "@testing-library/react";
import { pageOf, token } from "../hooks/accounts.mjs";
import { lentil, npm } from "../hooks/rig.mjs";

/** Asks who the user is, as apps do, and fails for nobody; `ranFor` holds whom it ran for. */
function appOf() {
  const ranFor = [];
  const query = (_path, _args, _memory, jwt) => {
    const user = jwt && JSON.parse(Buffer.from(jwt.split(".")[1], "base64url").toString()).sub;
    ranFor.push(user ?? "nobody");
    if (user === undefined) throw new Error("Unauthenticated");
    return user;
  };
  return { query, ranFor };
}

/** What is seen and sent when Ada's page is given another token function. */
async function seenWith(hooks, next) {
  const app = appOf();
  const page = pageOf(hooks, { fetchAccessToken: async () => token("ada", 1) }, { app });
  const { unmount } = render(page.tree);
  await page.settle();
  const before = page.server.frames.length;
  for (const list of [page.states, page.results, app.ranFor]) list.splice(0);
  await page.lib.become({ fetchAccessToken: async () => next });
  await page.settle();
  const sent = page.server.frames.slice(before).map(({ type, tokenType }) => tokenType ?? type);
  const { states, results } = page;
  const seen = { states: [...states], results: [...results], ranFor: [...app.ranFor], sent };
  unmount();
  return seen;
}

test("npm convex: another token function of the same user signs out in between", async () => {
  const seen = await seenWith(npm, token("ada", 2));
  assert.deepEqual(seen.states, ["isLoading", "isAuthenticated"]);
  assert.deepEqual(seen.sent, ["None", "User"]);
  assert.equal(seen.ranFor[0], "nobody");
});

test("Lentil: another token function of the same user changes his token alone", async () => {
  const seen = await seenWith(lentil, token("ada", 2));
  const rendered = { states: [], results: [] };
  assert.deepEqual(seen, { ...rendered, ranFor: ["ada"], sent: ["User"] });
});

test("Lentil: another token function of another user: with his token nothing of the first is shown any more", async () => {
  const seen = await seenWith(lentil, token("bob"));
  assert.deepEqual(seen, {
    states: ["isAuthenticated"],
    results: ["loading", "bob"],
    ranFor: ["bob"],
    sent: ["User"],
  });
});

test("Lentil: another token function without a token signs out", async () => {
  const seen = await seenWith(lentil, null);
  assert.equal(seen.states.at(-1), "nobody");
  assert.equal(seen.sent.at(-1), "None");
});
