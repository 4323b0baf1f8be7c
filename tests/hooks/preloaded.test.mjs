// Promises of usePreloadedQuery while it is not known yet who the user is: what a server preloaded for him stays until
// the result is there that he gets, or the refusal.

import assert from "node:assert/strict";
import { test } from "node:test";
import { render } from "@testing-library/react";
import { StrictMode } from "react";
import { library, token } from "./accounts.mjs";
import { act, h, lentil, npm, quietly, rigOf, Using } from "./rig.mjs";

const ADA = token("ada");
const PRELOADED = { _name: "m:mine", _argsJSON: {}, _valueJSON: "ada's, preloaded" };
const FOR_USER = { ...PRELOADED, _isForUser: true };
const SAME = { query: "m:mine", args: {} };

/** Who asks, by his token; nobody is refused. */
function mine(_path, _args, _memory, asker) {
  if (asker === undefined) throw new Error("unauthenticated");
  const { sub } = JSON.parse(Buffer.from(asker.split(".")[1], "base64url").toString());
  return `${sub}'s, live`;
}

/** A page whose library still loads; `shown` holds each thing that was on it. */
function pageWith(hooks, preloaded, { wrap = (tree) => tree, query = mine, beside = [] } = {}) {
  const lib = library({ isLoading: true, isAuthenticated: false });
  const rig = rigOf(hooks, { query });
  const shown = [];
  const use = () => {
    const value = hooks.usePreloadedQuery(preloaded);
    if (shown.at(-1) !== value) shown.push(value);
    return value;
  };
  const props = { client: rig.client, useAuth: lib.useAccount };
  const again = () => wrap(h(hooks.ConvexProviderWithAuth, props, ...beside, h(Using, { use })));
  return { ...rig, lib, shown, again, tree: again() };
}

const signIn = (page, given = ADA) =>
  page.lib.become({
    isLoading: false,
    isAuthenticated: true,
    fetchAccessToken: async () => given,
  });

for (const [how, wrap] of [
  ["on a page", (tree) => tree],
  ["in StrictMode", (tree) => h(StrictMode, null, tree)],
]) {
  test(`what was preloaded for a user stays until he is known, and nobody asks for it before: ${how}`, async () => {
    const page = pageWith(lentil, FOR_USER, { wrap });
    const { container } = render(page.tree);
    await page.settle();
    assert.deepEqual(page.server.edits(), []);
    await signIn(page);
    assert.equal(container.textContent, "ada's, preloaded");
    await page.settle();
    assert.deepEqual(page.shown, ["ada's, preloaded", "ada's, live"]);
    assert.equal(page.server.edits().length, 1);
  });
}

test("npm convex asks for nobody meanwhile, and shows what nobody gets", async () => {
  const query = (...asked) => (asked[3] === undefined ? "nobody's" : mine(...asked));
  const page = pageWith(npm, FOR_USER, { query });
  render(page.tree);
  await page.settle();
  await signIn(page);
  await page.settle();
  assert.deepEqual(page.shown.slice(0, 2), ["ada's, preloaded", "nobody's"]);
});

test("it stays also where another component has asked for the same as nobody, and was refused", async () => {
  const same = () => String(lentil.useQuery_experimental(SAME).status);
  const page = pageWith(lentil, FOR_USER, { beside: [h(Using, { key: 1, use: same })] });
  const { container } = render(page.tree);
  await page.settle();
  assert.equal(container.textContent, "errorada's, preloaded");
  await signIn(page);
  await page.settle();
  assert.deepEqual(page.shown, ["ada's, preloaded", "ada's, live"]);
});

test("where another one is signed in, or the server takes a while, his result takes its place", async () => {
  const page = pageWith(lentil, FOR_USER);
  render(page.tree);
  page.server.isHolding = true;
  await signIn(page, token("ben"));
  await page.settle();
  assert.deepEqual(page.shown, ["ada's, preloaded"]);
  page.server.isHolding = false;
  await page.settle();
  assert.deepEqual(page.shown, ["ada's, preloaded", "ben's, live"]);
});

test("where nobody is signed in after all, what nobody gets takes its place: here a refusal", async (t) => {
  quietly(t);
  const page = pageWith(lentil, FOR_USER);
  render(page.tree);
  await page.settle();
  await page.lib.become({ isLoading: false });
  await assert.rejects(async () => await page.settle(), /unauthenticated/);
  assert.deepEqual(page.shown, ["ada's, preloaded"]);
});

test("what was preloaded for nobody is live while the library loads", async () => {
  const page = pageWith(lentil, PRELOADED, { query: () => "for all, live" });
  render(page.tree);
  await page.settle();
  assert.deepEqual(page.shown, ["ada's, preloaded", "for all, live"]);
});

test("without a provider with authentication the client itself waits for its token", async () => {
  const rig = rigOf(lentil, { query: mine });
  let give;
  rig.client.setAuth(() => new Promise((resolve) => (give = resolve)));
  const page = rig.show(() => lentil.usePreloadedQuery(FOR_USER));
  await rig.settle();
  assert.equal(page.last(), "ada's, preloaded");
  await act(async () => give(ADA));
  await rig.settle();
  assert.equal(page.last(), "ada's, live");
});

const mineOrNobodys = (...asked) => (asked[3] === undefined ? "nobody's, live" : mine(...asked));

test("what was preloaded does not come back when the user signs out, nor while the next one signs in", async () => {
  const page = pageWith(lentil, FOR_USER, { query: mineOrNobodys });
  const { container } = render(page.tree);
  await signIn(page);
  await page.settle();
  page.server.fallSilent();
  await page.lib.become({ isAuthenticated: false });
  await page.settle();
  assert.equal(container.textContent, "ada's, live");
  page.server.speakAgain();
  await page.settle();
  assert.equal(container.textContent, "nobody's, live");
  await page.lib.become({ isLoading: true });
  await page.settle();
  await signIn(page, token("ben"));
  await page.settle();
  assert.deepEqual(page.shown, [
    "ada's, preloaded",
    "ada's, live",
    "nobody's, live",
    "ben's, live",
  ]);
});

test("what was preloaded anew is shown where nothing is live, and what is live where it is", async () => {
  const given = { ...FOR_USER };
  const page = pageWith(lentil, given, { query: mineOrNobodys });
  const { container, rerender } = render(page.tree);
  await signIn(page);
  await page.settle();
  const preloadAnew = async (text) => {
    given._valueJSON = text;
    await act(async () => rerender(page.again()));
  };
  await preloadAnew("ada's, preloaded again");
  assert.equal(container.textContent, "ada's, live");
  page.server.fallSilent();
  await page.lib.become({ isAuthenticated: false });
  await page.settle();
  await preloadAnew("nobody's, preloaded");
  assert.equal(container.textContent, "nobody's, preloaded");
  page.server.speakAgain();
  await page.settle();
  assert.equal(container.textContent, "nobody's, live");
});

test("a library that never says who is signed in is waited for as long as for a token", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const page = pageWith(lentil, FOR_USER, { query: mineOrNobodys });
  const { container } = render(page.tree);
  await act(async () => t.mock.timers.tick(29_999));
  assert.equal(container.textContent, "ada's, preloaded");
  await act(async () => t.mock.timers.tick(1));
  t.mock.timers.reset();
  await page.settle();
  assert.equal(container.textContent, "nobody's, live");
});

test("after a library that took too long, the next wait is held again", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const given = { ...FOR_USER };
  const page = pageWith(lentil, given, { query: mineOrNobodys });
  const { container, rerender } = render(page.tree);
  await act(async () => t.mock.timers.tick(30_000));
  t.mock.timers.reset();
  await signIn(page);
  await page.settle();
  assert.equal(container.textContent, "ada's, live");
  await page.lib.become({ isLoading: true, isAuthenticated: false });
  given._valueJSON = "ada's, preloaded again";
  await act(async () => rerender(page.again()));
  await page.settle();
  assert.equal(container.textContent, "ada's, preloaded again");
});

test("the provider of another client says nothing of this one's user", async () => {
  const page = pageWith(lentil, FOR_USER);
  const other = rigOf(lentil, { query: () => "the other's, live" });
  const use = () => lentil.usePreloadedQuery(FOR_USER);
  const inner = h(lentil.ConvexProvider, { key: 1, client: other.client }, h(Using, { use }));
  const { container } = render(pageWithin(page, inner));
  await other.settle();
  assert.equal(container.textContent, "the other's, live");
});

const pageWithin = ({ client, lib }, inner) =>
  h(lentil.ConvexProviderWithAuth, { client, useAuth: lib.useAccount }, inner);
