// Promises of the provider with authentication and of what shows its state, beside npm convex's.

import assert from "node:assert/strict";
import { test } from "node:test";
import { render } from "@testing-library/react";
import { StrictMode, version } from "react";
import { renderToString } from "react-dom/server";
import { pageOf, token } from "./accounts.mjs";
import { act, h, lentil, npm, quietly, Using } from "./rig.mjs";

const ADA = token("ada");

test("these hooks run on the React that is meant", () => {
  const isOn18 = process.execArgv.some((arg) => arg.includes("react_18"));
  assert.equal(version.split(".")[0], isOn18 ? "18" : "19");
});

/** What `play` gives is the same with both packages; Lentil's. */
async function both(play) {
  const [ours, theirs] = [await play(lentil), await play(npm)];
  assert.deepEqual(ours, theirs);
  return ours;
}

const values = (server) => server.sent("Authenticate").map(({ value }) => value ?? "nobody");

test("signing in: loading until the server has taken the token", async () => {
  const seen = await both(async (hooks) => {
    const asked = [];
    const fetchAccessToken = async (args) => {
      asked.push(args);
      return ADA;
    };
    const page = pageOf(hooks, { fetchAccessToken });
    const { container } = render(page.tree);
    const texts = [container.textContent];
    await page.settle();
    texts.push(container.textContent);
    return { texts, states: page.states, first: asked[0], token: values(page.server)[0] };
  });
  assert.deepEqual(seen, {
    texts: ["AuthLoading", "Authenticated"],
    states: ["isLoading", "isAuthenticated"],
    first: { forceRefreshToken: false },
    token: ADA,
  });
});

test("nobody signed in, and a library that still loads", async () => {
  const seen = await both(async (hooks) => {
    const page = pageOf(hooks, { isLoading: true, isAuthenticated: false });
    const { container } = render(page.tree);
    await page.settle();
    const texts = [container.textContent];
    await page.lib.become({ isLoading: false });
    texts.push(container.textContent);
    return { texts, states: page.states, sent: page.server.sent("Authenticate") };
  });
  const texts = ["AuthLoading", "Unauthenticated"];
  assert.deepEqual(seen, { texts, states: ["isLoading", "nobody"], sent: [] });
});

test("a library that gives no token signs nobody in", async () => {
  const states = await both(async (hooks) => {
    const page = pageOf(hooks, { fetchAccessToken: async () => null });
    render(page.tree);
    await page.settle();
    return page.states;
  });
  assert.deepEqual(states, ["isLoading", "nobody"]);
});

test("signing out reaches the page at once, and the server", async () => {
  const seen = await both(async (hooks) => {
    const page = pageOf(hooks, { fetchAccessToken: async () => ADA });
    render(page.tree);
    await page.settle();
    await page.lib.become({ isAuthenticated: false });
    await page.settle();
    return { states: page.states, last: values(page.server).at(-1) };
  });
  assert.deepEqual(seen, { states: ["isLoading", "isAuthenticated", "nobody"], last: "nobody" });
});

test("a token function of another user signs that one in", async () => {
  const BOB = token("bob");
  const seen = await both(async (hooks) => {
    const page = pageOf(hooks, { fetchAccessToken: async () => ADA });
    render(page.tree);
    await page.settle();
    await page.lib.become({ fetchAccessToken: async () => BOB });
    await page.settle();
    return { last: page.states.at(-1), token: values(page.server).at(-1) };
  });
  assert.deepEqual(seen, { last: "isAuthenticated", token: BOB });
});

test("a refused token that was taken before: refreshing until the next one is there", async () => {
  const texts = await both(async (hooks) => {
    let number = 0;
    let wait;
    let give;
    const fetchAccessToken = async () => {
      await wait;
      return token("ada", number++);
    };
    const page = pageOf(hooks, { fetchAccessToken });
    const { container } = render(page.tree);
    await page.settle();
    wait = new Promise((resolve) => {
      give = resolve;
    });
    await act(async () => page.server.refuse());
    const texts = [container.textContent];
    await act(async () => give());
    await page.settle();
    return [...texts, container.textContent];
  });
  assert.deepEqual(texts, ["AuthenticatedAuthRefreshing", "Authenticated"]);
});

test("leaving the page signs out after the queries are left", async () => {
  const sent = await both(async (hooks) => {
    const page = pageOf(hooks, { fetchAccessToken: async () => ADA });
    const { unmount } = render(page.tree);
    await page.settle();
    const before = page.server.frames.length;
    await act(async () => unmount());
    await page.settle();
    return page.server.frames.slice(before).map(({ type, tokenType }) => tokenType ?? type);
  });
  assert.deepEqual(sent, ["ModifyQuerySet", "None"]);
});

test("in StrictMode the user is signed in, too", async () => {
  const page = pageOf(lentil, { fetchAccessToken: async () => ADA });
  render(h(StrictMode, null, page.tree));
  await page.settle();
  assert.equal(page.states.at(-1), "isAuthenticated");
});

test("on a server it is loading, and nothing is opened", async () => {
  const html = await both(async (hooks) => {
    const page = pageOf(hooks, { fetchAccessToken: async () => ADA });
    const html = renderToString(page.tree);
    assert.equal(page.server.connections, 0);
    return html;
  });
  assert.equal(html, "AuthLoading");
});

test("useConvexAuth without its provider says so", async (t) => {
  quietly(t);
  const text = await both(async (hooks) => {
    try {
      renderToString(h(Using, { use: () => hooks.useConvexAuth() }));
    } catch ({ message }) {
      return message;
    }
  });
  assert.match(text, /^Could not find `ConvexProviderWithAuth` \(or /);
});
