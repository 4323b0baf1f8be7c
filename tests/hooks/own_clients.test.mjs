// Promises to clients that an app has made its own, and to those that only look like one, beside npm convex.

import assert from "node:assert/strict";
import { test } from "node:test";
import { render } from "@testing-library/react";
import * as npmBrowser from "convex/browser";
import { anyApi } from "convex/server";
import * as lentilBrowser from "../../dist/js/clients/index.js";
import { pagesApp } from "./pages_app.mjs";
import { act, both, h, lentil, rigOf, Using } from "./rig.mjs";

const URL = "http://127.0.0.1:1";
const echo = () => ({ query: () => "x", mutation: () => null, action: () => null });
const browserOf = (hooks) => (hooks === lentil ? lentilBrowser : npmBrowser);
const optionsFor = ({ server }) => {
  const { WebSocket } = server;
  return { webSocketConstructor: WebSocket, unsavedChangesWarning: false, logger: false };
};

/** A class whose methods tell that they were called, and with what kind of function. */
function telling(Class, names, calls) {
  class Telling extends Class {}
  for (const name of names) {
    Telling.prototype[name] = function (...args) {
      calls.add(`${name} ${typeof args[0]}`);
      return Class.prototype[name].apply(this, args);
    };
  }
  return Telling;
}

/** One query, one mutation and one action of a client. */
function useAll({ useQuery, useMutation, useAction }) {
  return [useQuery(anyApi.m.a, {}), useMutation(anyApi.m.x), useAction(anyApi.m.y)];
}

async function playAll(rig, client) {
  const page = rig.show(() => useAll(rig.hooks), {}, { client });
  await rig.settle();
  const [shown, mutate, run] = page.last();
  await act(async () => {
    mutate({});
    run({});
    client.setAuth(async () => null);
  });
  await rig.settle();
  client.clearAuth();
  page.leave();
  void client.close();
  return shown;
}

test("a subclass of BaseConvexClient below a client is asked for all that it is for", async () => {
  const seen = await both(async (rig) => {
    const calls = new Set();
    const names = ["subscribe", "mutation", "action", "setAuth", "clearAuth", "close"];
    const Mine = telling(browserOf(rig.hooks).BaseConvexClient, names, calls);
    const baseClient = new Mine(URL, () => {}, optionsFor(rig));
    const client = new rig.hooks.ConvexReactClient(URL, { baseClient });
    return [await playAll(rig, client), [...calls].toSorted()];
  }, echo);
  assert.equal(seen[1].length, 6);
});

test("a subclass of ConvexReactClient is asked by the hooks, with the functions that the app named", async () => {
  const seen = await both(async (rig) => {
    const calls = new Set();
    const names = ["watchQuery", "mutation", "action"];
    const Mine = telling(rig.hooks.ConvexReactClient, names, calls);
    return [await playAll(rig, new Mine(URL, optionsFor(rig))), [...calls].toSorted()];
  }, echo);
  assert.equal(seen[1].length, 3);
});

test("a stand-in with watchQuery is a client for the hooks", async () => {
  const seen = await both(async ({ hooks }) => {
    let value = "first";
    const listeners = new Set();
    const onUpdate = (callback) => {
      listeners.add(callback);
      return () => listeners.delete(callback);
    };
    const client = { watchQuery: () => ({ onUpdate, localQueryResult: () => value }) };
    const texts = [];
    const use = () => {
      const result = hooks.useQuery("m:a", {});
      if (result !== texts.at(-1)) texts.push(result);
      return null;
    };
    const page = render(h(hooks.ConvexProvider, { client }, h(Using, { use })));
    for (const next of ["second", undefined, "third"]) {
      value = next;
      await act(async () => {
        for (const tell of listeners) tell();
      });
    }
    page.unmount();
    return [texts, listeners.size];
  }, echo);
  assert.deepEqual(seen, [["first", "second", undefined, "third"], 0]);
});

test("a provider with authentication needs no more of a client than its type says", async () => {
  await both(async ({ hooks }) => {
    const calls = [];
    const client = {
      setAuth: (_, onChange) => {
        calls.push("setAuth");
        onChange(true);
      },
      clearAuth: () => calls.push("clearAuth"),
    };
    const account = { isLoading: false, isAuthenticated: true, fetchAccessToken: async () => "t" };
    const props = { client, useAuth: () => account };
    const page = render(
      h(hooks.ConvexProviderWithAuth, props, h(hooks.Authenticated, null, "signed in")),
    );
    const { textContent } = page.container;
    page.unmount();
    assert.equal(textContent, "signed in");
    return calls;
  }, echo);
});

test("clients work behind a proxy", async () => {
  const seen = await both(async (rig) => {
    const { BaseConvexClient, ConvexClient, ConvexHttpClient } = browserOf(rig.hooks);
    const answer = { status: "success", value: 1, logLines: [] };
    const options = { ...optionsFor(rig), fetch: async () => new Response(JSON.stringify(answer)) };
    const proxied = (client) => new Proxy(client, {});
    const react = proxied(new rig.hooks.ConvexReactClient(URL, options));
    const page = rig.show(() => rig.hooks.useQuery("m:a", {}), {}, { client: react });
    await rig.settle();
    const shown = [page.last()];
    void react.close();
    const simple = proxied(new ConvexClient(URL, options));
    simple.onUpdate("m:a", {}, (value) => shown.push(value));
    await rig.settle();
    void simple.close();
    const base = proxied(new BaseConvexClient(URL, () => {}, options));
    base.subscribe("m:a", {});
    await rig.settle();
    shown.push(base.localQueryResult("m:a", {}));
    void base.close();
    shown.push(await proxied(new ConvexHttpClient(URL, options)).query("m:a", {}));
    return shown;
  }, echo);
  assert.deepEqual(seen, ["x", "x", "x", 1]);
});

test("what is shown stays when the client is closed", async () => {
  const seen = await both(
    async (rig) => {
      const { usePaginatedQuery, useQueries, useQuery, useQuery_experimental } = rig.hooks;
      const queries = { other: { query: "m:other", args: {} } };
      const page = rig.show(() => {
        const { status, results } = usePaginatedQuery("m:list", {}, { initialNumItems: 2 });
        const { data } = useQuery_experimental({ query: "m:other", args: {} });
        return [useQuery("m:other", {}), useQueries(queries).other, data, status, results.length];
      });
      await rig.settle();
      void rig.client.close();
      page.again();
      return page.last();
    },
    () => pagesApp(7),
  );
  assert.deepEqual(seen, [7, 7, 7, "CanLoadMore", 2]);
});

test("lists are told apart by objects in their arguments", async () => {
  const seen = await both(
    async (rig) => {
      const { insertAtPosition, useMutation, usePaginatedQuery } = rig.hooks;
      const filter = { tags: ["a"] };
      const page = rig.show(() => {
        const { results } = usePaginatedQuery("m:list", { filter }, { initialNumItems: 3 });
        return [results.map(({ row }) => row), useMutation("m:add")];
      });
      await rig.settle();
      rig.server.fallSilent();
      const update = (store) => {
        insertAtPosition({
          ...{ paginatedQuery: "m:list", argsToMatch: { filter }, localQueryStore: store },
          ...{ sortOrder: "asc", sortKeyFromItem: ({ row }) => row, item: { row: 1.5 } },
        });
      };
      await act(async () => void page.last()[1].withOptimisticUpdate(update)({}));
      return page.last()[0];
    },
    () => pagesApp(7),
  );
  assert.deepEqual(seen, [1, 1.5, 2, 3]);
});

test("updates see queries in the order in which their results came", async () => {
  const seen = await both(
    async (rig) => {
      const { useMutation, useQueries } = rig.hooks;
      const queries = [1, 2, 3].map((of) => [of, { query: "m:of", args: { of } }]);
      const watched = Object.fromEntries(queries);
      const page = rig.show(() => {
        useQueries(watched);
        return useMutation("m:add");
      });
      await rig.settle();
      rig.app.isHeld = false;
      await act(async () => rig.server.change());
      const order = [];
      const update = (store) => {
        for (const { args } of store.getAllQueries("m:of")) order.push(args.of);
      };
      await act(async () => void page.last().withOptimisticUpdate(update)({}));
      return order.slice(0, 3);
    },
    () => {
      const query = (_, { of }) => (of === 1 && app.isHeld ? undefined : of);
      const app = { isHeld: true, query, mutation: () => null };
      return app;
    },
  );
  assert.deepEqual(seen, [2, 3, 1]);
});

test("components that are given each other's clients show what their own one says", async () => {
  const [mine, other] = ["mine", "other"].map((name) => rigOf(lentil, { query: () => name }));
  const shown = {};
  const showIn = (place) => () => {
    shown[place] = lentil.useQuery("m:a", {});
    return null;
  };
  const below = (client, ...children) => h(lentil.ConvexProvider, { client }, ...children);
  const tree = (outer, inner) =>
    below(
      outer,
      h(Using, { use: showIn("outer") }),
      below(inner, h(Using, { use: showIn("inner") })),
    );
  const { rerender } = render(tree(mine.client, other.client));
  for (const { settle } of [mine, other]) await settle();
  assert.deepEqual(shown, { outer: "mine", inner: "other" });
  rerender(tree(other.client, mine.client));
  for (const { settle } of [mine, other]) await settle();
  assert.deepEqual(shown, { outer: "other", inner: "mine" });
});

test("a field whose name is not ASCII is shown", async () => {
  const rig = rigOf(lentil, { query: () => ({ größe: 1 }) });
  const page = rig.show(() => lentil.useQuery("m:a", {}));
  await rig.settle();
  assert.deepEqual(page.last(), { größe: 1 });
});
