// Promises of lentil/react-clerk and lentil/react-auth0, beside npm convex's: which token is asked for, when anew.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Auth0Context } from "@auth0/auth0-react";
import { render } from "@testing-library/react";
import * as npmAuth0 from "convex/react-auth0";
import * as npmClerk from "convex/react-clerk";
import * as lentilAuth0 from "../../dist/react/auth0/index.js";
import * as lentilClerk from "../../dist/react/clerk/index.js";
import { token } from "./accounts.mjs";
import { act, h, lentil, npm, rigOf } from "./rig.mjs";

const ADA = token("ada");
const packages = (ours, theirs) => [
  { hooks: lentil, Provider: Object.values(ours)[0] },
  { hooks: npm, Provider: Object.values(theirs)[0] },
];

/** What `play` gives is the same with both packages; Lentil's. */
async function both([ours, theirs], play) {
  const seen = [await play(ours), await play(theirs)];
  assert.deepEqual(seen[0], seen[1]);
  return seen[0];
}

/** The provider with a page below it; `text()` says who is signed in. */
function pageBelow({ hooks, Provider }, props, wrap = (element) => element) {
  const rig = rigOf(hooks);
  const names = ["Authenticated", "Unauthenticated", "AuthLoading"];
  const children = names.map((name) => h(hooks[name], { key: name }, name));
  const tree = (more) => wrap(h(Provider, { client: rig.client, ...props, ...more }, ...children));
  const { container, rerender } = render(tree());
  return { ...rig, again: (more) => rerender(tree(more)), text: () => container.textContent };
}

/** Clerk's `useAuth` with its calls of `getToken`. */
function clerk(more = {}, getToken = () => ADA) {
  const asked = [];
  const account = { isLoaded: true, isSignedIn: true, sessionId: "s1", sessionClaims: {}, ...more };
  return {
    asked,
    useAuth: () => ({
      ...account,
      getToken: async (options) => {
        asked.push(options);
        return getToken();
      },
    }),
    account,
  };
}

const CLERK = packages(lentilClerk, npmClerk);

test("Clerk: the token of the template, and a fresh one when asked for", async () => {
  const seen = await both(CLERK, async (from) => {
    const { asked, useAuth } = clerk();
    const page = pageBelow(from, { useAuth });
    await page.settle();
    return { asked: asked.slice(0, 2), text: page.text() };
  });
  const asked = [false, true].map((skipCache) => ({ template: "convex", skipCache }));
  assert.deepEqual(seen, { asked, text: "Authenticated" });
});

test("Clerk: the session's own token with its integration of Convex", async () => {
  const asked = await both(CLERK, async (from) => {
    const { asked, useAuth } = clerk({ sessionClaims: { aud: "convex" } });
    const page = pageBelow(from, { useAuth });
    await page.settle();
    return asked[0];
  });
  assert.deepEqual(asked, { skipCache: false });
});

test("Clerk: another organisation, role or session asks anew, other changes do not", async () => {
  const counts = await both(CLERK, async (from) => {
    const { asked, useAuth, account } = clerk();
    const page = pageBelow(from, { useAuth });
    await page.settle();
    const changes = [{ orgId: "o" }, { orgRole: "r" }, { sessionId: "s2" }, { userName: "u" }];
    const counts = [];
    for (const change of changes) {
      const before = asked.length;
      Object.assign(account, change);
      await act(async () => page.again());
      await page.settle();
      counts.push(asked.length > before);
    }
    return counts;
  });
  assert.deepEqual(counts, [true, true, true, false]);
});

test("Clerk: loading, signed out, and a token that it cannot give", async () => {
  const texts = await both(CLERK, async (from) => {
    const failing = () => {
      throw new Error("no such template");
    };
    const accounts = [
      clerk({ isLoaded: false, isSignedIn: undefined }),
      clerk({ isSignedIn: undefined }),
      clerk({}, failing),
    ];
    const texts = [];
    for (const { useAuth } of accounts) {
      const page = pageBelow(from, { useAuth });
      await page.settle();
      texts.push(page.text());
    }
    return texts;
  });
  assert.deepEqual(texts, ["AuthLoading", "Unauthenticated", "Unauthenticated"]);
});

const AUTH0 = packages(lentilAuth0, npmAuth0);

/** Auth0's provider, with the calls for a token. */
function auth0(getToken, more = {}) {
  const asked = [];
  const getAccessTokenSilently = async (options) => {
    asked.push(options);
    return getToken();
  };
  const value = { isLoading: false, isAuthenticated: true, ...more, getAccessTokenSilently };
  return { asked, wrap: (element) => h(Auth0Context.Provider, { value }, element) };
}

test("Auth0: the id token, and one that is not from a cache when asked for", async () => {
  const seen = await both(AUTH0, async (from) => {
    const { asked, wrap } = auth0(() => ({ id_token: ADA }));
    const page = pageBelow(from, {}, wrap);
    await page.settle();
    return { asked: asked.slice(0, 2), text: page.text() };
  });
  const asked = ["on", "off"].map((cacheMode) => ({ detailedResponse: true, cacheMode }));
  assert.deepEqual(seen, { asked, text: "Authenticated" });
});

test("Auth0: loading, signed out, and a token that it cannot give", async () => {
  const texts = await both(AUTH0, async (from) => {
    const failing = () => {
      throw new Error("login required");
    };
    const providers = [
      auth0(failing, { isLoading: true, isAuthenticated: false }),
      auth0(failing, { isAuthenticated: false }),
      auth0(failing),
    ];
    const texts = [];
    for (const { wrap } of providers) {
      const page = pageBelow(from, {}, wrap);
      await page.settle();
      texts.push(page.text());
    }
    return texts;
  });
  assert.deepEqual(texts, ["AuthLoading", "Unauthenticated", "Unauthenticated"]);
});
