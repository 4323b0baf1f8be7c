// Promises of a client's lists of pages, below the experimental hook and as the official hooks use them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pagesApp } from "./pages_app.mjs";
import { lentil, rigOf } from "./rig.mjs";

const rowsOf = ({ results }) => results.map(({ row }) => row);

test("a list that is left and come back to within a tick keeps its pages and sends nothing", async () => {
  const rig = rigOf(lentil, pagesApp(7));
  const pages = { name: "m:list", args: {}, options: { initialNumItems: 3, id: 1 } };
  const watch = rig.client.watchPaginatedQuery(pages.name, pages.args, pages.options);
  const leave = watch.onUpdate(() => {});
  await rig.asked();
  assert.equal(watch.localQueryResult().loadMore(2), true);
  await rig.settle();
  const before = watch.localQueryResult();
  assert.deepEqual(rowsOf(before), [1, 2, 3, 4, 5]);
  leave();
  const leaveAgain = watch.onUpdate(() => {});
  await rig.settle();
  assert.equal(watch.localQueryResult(), before);
  assert.equal(rig.server.edits().length, 2);
  leaveAgain();
  await rig.settle();
  assert.deepEqual(rig.server.edits().slice(2).toSorted(), ["-0", "-1"]);
  assert.equal(before.loadMore(1), false, "a list that is gone loads nothing");
});

test("a page that fails is its list's error and silences nobody", async () => {
  const rig = rigOf(lentil, pagesApp(7));
  const [failing, other] = [
    rig.client.watchPaginatedQuery("m:list", {}, { initialNumItems: 3, id: 1 }),
    rig.client.watchQuery("m:other", {}),
  ];
  const heard = [];
  failing.onUpdate(() => heard.push("list"));
  await rig.asked();
  other.onUpdate(() => heard.push(other.localQueryResult()));
  await rig.settle();
  heard.length = 0;
  rig.app.rows = [1];
  rig.app.failing = () => new Error("no such index");
  rig.server.change();
  await rig.settle();
  assert.deepEqual(heard.toSorted(), [1, "list"]);
  assert.throws(() => failing.localQueryResult(), /no such index/);
});

test("a result that is no page is its list's error, in npm convex's words", async () => {
  const rig = rigOf(lentil, { query: () => [1, 2] });
  const watch = rig.client.watchPaginatedQuery("m:list", {}, { initialNumItems: 3, id: 1 });
  watch.onUpdate(() => {});
  await rig.asked();
  assert.throws(() => watch.localQueryResult(), {
    message: "Not a valid paginated query result: 1,2",
  });
});
