// An authentication library under the test's hand, and a page that shows what it makes of the user.

import { act } from "@testing-library/react";
import { useSyncExternalStore } from "react";
import { h, rigOf, Using } from "./rig.mjs";

const now = Math.floor(Date.now() / 1000);

/** A JWT that says who it is of and lives long; `number` tells one from another. */
export function token(user, number = 1) {
  const claims = { iss: "https://accounts.test", sub: user, iat: now, exp: now + 3600, number };
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none" })}.${part(claims)}.signature`;
}

/** A library whose hook is `useAccount`; `become` changes what it says. */
export function library(account) {
  const listeners = new Set();
  let current = account;
  const subscribe = (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    useAccount: () =>
      useSyncExternalStore(
        subscribe,
        () => current,
        () => current,
      ),
    become: (next) =>
      act(async () => {
        current = { ...current, ...next };
        for (const listener of listeners) listener();
      }),
  };
}

/**
 * A page below `ConvexProviderWithAuth` with a query on it; `states` holds what is known of whom, `results` what the query
 * gave.
 */
export function pageOf(hooks, account, { app = { query: (path) => path }, ...options } = {}) {
  const lib = library({ isLoading: false, isAuthenticated: true, ...account });
  const rig = rigOf(hooks, app, options);
  const [states, results] = [[], []];
  const use = () => {
    const words = hooks.useConvexAuth();
    const said = Object.keys(words).filter((word) => words[word]);
    const text = said.join(" ") || "nobody";
    if (states.at(-1) !== text) states.push(text);
    const result = hooks.useQuery_experimental({ query: "m:list", args: {} });
    const shown = result.error?.message ?? result.data ?? "loading";
    if (results.at(-1) !== shown) results.push(shown);
    return null;
  };
  const children = ["Authenticated", "Unauthenticated", "AuthLoading", "AuthRefreshing"].map(
    (name) => h(hooks[name], { key: name }, name),
  );
  const Provider = hooks.ConvexProviderWithAuth;
  const props = { client: rig.client, useAuth: lib.useAccount };
  return { ...rig, lib, states, results, tree: h(Provider, props, h(Using, { use }), ...children) };
}
