// Promises to lists in pages whose results are away for a while: hidden with their component, hidden from another user.

import assert from "node:assert/strict";
import { test } from "node:test";
import { render } from "@testing-library/react";
import * as React from "react";
import { token } from "./accounts.mjs";
import { pagesApp } from "./pages_app.mjs";
import { act, h, lentil, rigOf, Using } from "./rig.mjs";

const { ConvexProvider, usePaginatedQuery } = lentil;

/** A list that keeps what it showed at each render, and the function that it was given last. */
function useList(seen) {
  const { results, status, loadMore } = usePaginatedQuery("m:list", {}, { initialNumItems: 2 });
  seen.texts.push(`${status} ${results.map(({ row }) => row)}`);
  seen.loadMore = loadMore;
  return seen.texts.at(-1);
}

test("a list that was hidden and is shown again asks for its pages with their journals", async () => {
  const { Activity } = React;
  // React 18 has no such thing.
  if (React.version.startsWith("18.")) return assert.equal(Activity, undefined);
  const rig = rigOf(lentil, pagesApp(7));
  const seen = { texts: [] };
  const use = () => useList(seen);
  const tree = (mode) =>
    h(ConvexProvider, { client: rig.client }, h(Activity, { mode }, h(Using, { use })));
  const { rerender } = render(tree("visible"));
  await rig.settle();
  await act(async () => seen.loadMore(2));
  await rig.settle();
  assert.equal(seen.texts.at(-1), "CanLoadMore 1,2,3,4");
  rerender(tree("hidden"));
  await rig.settle();
  rerender(tree("visible"));
  await rig.settle();
  assert.equal(seen.texts.at(-1), "CanLoadMore 1,2,3,4");
  const edits = rig.server.sent("ModifyQuerySet").flatMap(({ modifications }) => modifications);
  const asked = edits.map(({ type, journal }) => (type === "Add" ? (journal ?? null) : type));
  assert.deepEqual(asked, [null, null, "Remove", "Remove", "journal of 0", "journal of 1"]);
});

test("while the user changes a list is at its first page again, and no list that loads more", async () => {
  const rig = rigOf(lentil, pagesApp(7));
  const seen = { texts: [] };
  render(h(ConvexProvider, { client: rig.client }, h(Using, { use: () => useList(seen) })));
  rig.client.setAuth(async () => token("ada"));
  await rig.settle();
  await act(async () => seen.loadMore(2));
  await rig.settle();
  seen.texts.length = 0;
  rig.client.clearAuth();
  rig.server.change();
  await rig.settle();
  assert.deepEqual([...new Set(seen.texts)], ["LoadingFirstPage ", "CanLoadMore 1,2,3,4"]);
});
