// The provider and the hooks of convex/react on our client: an app may change its client alone, and libraries that
// bring hooks of convex/react go on working.

import assert from "node:assert/strict";
import { test } from "node:test";
import { render } from "@testing-library/react";
import { renderToString } from "react-dom/server";
import { pageOf, token } from "./accounts.mjs";
import { pagesApp } from "./pages_app.mjs";
import { act, h, lentil, npm, quietly, rigOf, Using } from "./rig.mjs";

const ON_OURS = { Client: lentil.ConvexReactClient };

/** What `play` gives is the same on both clients; on Lentil's. */
async function onBoth(play, app) {
  const ours = await play(rigOf(npm, app?.(), ON_OURS));
  const theirs = await play(rigOf(npm, app?.()));
  assert.deepEqual(ours, theirs);
  return ours;
}

const rowsOf = ({ results }) => results.map(({ row }) => row);

test("official useQuery, useQueries, useMutation and useAction on our client", async () => {
  const app = () => pagesApp(3);
  const seen = await onBoth(async (rig) => {
    const queries = { one: { query: "m:other", args: { of: 1 } } };
    const page = rig.show(() => ({
      single: npm.useQuery("m:other"),
      several: npm.useQueries(queries),
      result: npm.useQuery_experimental({ query: "m:other", args: "skip" }),
      connected: npm.useConvexConnectionState().isWebSocketConnected,
      add: npm.useMutation("m:add"),
      act: typeof npm.useAction("m:act"),
    }));
    await rig.settle();
    await act(async () => {
      page.last().add({ row: 9 });
    });
    await rig.settle();
    const { add: _, ...shown } = page.last();
    return shown;
  }, app);
  const result = { status: "pending" };
  assert.deepEqual(seen, {
    ...{ single: 4, several: { one: 4 }, result, connected: true, act: "function" },
  });
});

test("an optimistic update of the official useMutation on our client", async () => {
  const seen = await onBoth(
    async (rig) => {
      const page = rig.show(() => ({
        count: npm.useQuery("m:other"),
        add: npm.useMutation("m:add"),
      }));
      await rig.settle();
      const add = page.last().add.withOptimisticUpdate((store) => {
        store.setQuery("m:other", {}, store.getQuery("m:other", {}) + 100);
      });
      await act(async () => {
        add({ row: 9 });
      });
      const during = page.last().count;
      await rig.settle();
      return [during, page.last().count];
    },
    () => pagesApp(3),
  );
  assert.deepEqual(seen, [103, 4]);
});

for (const hook of ["usePaginatedQuery", "usePaginatedQuery_experimental"]) {
  test(`official ${hook} on our client: pages, a split, other arguments`, async () => {
    const steps = await onBoth(
      async (rig) => {
        const use = (args) => npm[hook]("m:list", args, { initialNumItems: 3 });
        const page = rig.show(use, {});
        const steps = [];
        await rig.asked();
        const step = async () => {
          await rig.settle();
          steps.push([rowsOf(page.last()), page.last().status]);
        };
        await step();
        await act(async () => page.last().loadMore(2));
        await step();
        rig.app.rows = [...rig.app.rows, 1.1, 1.2, 1.3, 1.4].toSorted((a, b) => a - b);
        await act(async () => rig.server.change());
        await step();
        page.again({ of: 1 });
        await step();
        return steps;
      },
      () => pagesApp(6),
    );
    const grown = [1, 1.1, 1.2, 1.3, 1.4, 2, 3, 4, 5];
    assert.deepEqual(steps, [
      [[1, 2, 3], "CanLoadMore"],
      [[1, 2, 3, 4, 5], "CanLoadMore"],
      [grown, "CanLoadMore"],
      [[1, 1.1, 1.2], "CanLoadMore"],
    ]);
  });
}

test("a page that fails reaches the official experimental hook on our client, too", async (t) => {
  quietly(t);
  const rig = rigOf(npm, pagesApp(6), ON_OURS);
  const use = () => npm.usePaginatedQuery_experimental("m:list", {}, { initialNumItems: 3 });
  const page = rig.show(use);
  await rig.asked();
  rig.app.failing = () => new Error("no such index");
  await act(async () => rig.server.change());
  const text = "[CONVEX Q(m:list)] no such index\n  Called by client";
  assert.deepEqual(page.last(), { thrown: text });
});

test("the official provider with authentication on our client", async () => {
  const play = async (options) => {
    const page = pageOf(npm, { fetchAccessToken: async () => token("ada") }, options);
    const { container } = render(page.tree);
    await page.settle();
    const texts = [container.textContent];
    await page.lib.become({ isAuthenticated: false });
    await page.settle();
    return { states: page.states, texts: [...texts, container.textContent] };
  };
  const [ours, theirs] = [await play(ON_OURS), await play({})];
  assert.deepEqual(ours, theirs);
  assert.deepEqual(ours.texts, ["Authenticated", "Unauthenticated"]);
});

test("official hooks on our client render on a server and open nothing", () => {
  const { client, server } = rigOf(npm, {}, ON_OURS);
  const use = () => {
    const options = { initialNumItems: 3 };
    const { status } = npm.usePaginatedQuery_experimental("m:list", {}, options);
    return `${npm.useQuery("m:list")} ${status}`;
  };
  const html = renderToString(h(npm.ConvexProvider, { client }, h(Using, { use })));
  assert.deepEqual([html, server.connections], ["undefined LoadingFirstPage", 0]);
});
