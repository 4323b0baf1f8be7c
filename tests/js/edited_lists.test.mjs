// Promises of results that optimistic updates edit while the server changes them: what an update showed stays the same object
// once it has come true, and what an app does to its own objects harms no result of the server.

import assert from "node:assert/strict";
import { test } from "node:test";
import { connected, watching } from "./connected_client.mjs";
import { committed, transition } from "./fake_socket.mjs";

const document = (n) => ({ _id: `d${n}`, votes: 0, pad: "x".repeat(60), inner: [{ n }] });
const LIST = Array.from({ length: 40 }, (_, n) => document(n));

const SHAPES = { list: (list) => list, "{items}": (list) => ({ items: list, total: list.length }) };
const listOf = (result) => result.items ?? result;

/** A watched list, and what happens to it. */
async function editing(shape) {
  const { client, last, watch } = await watching(shape(LIST));
  let [time, requests, list] = [20, 0, LIST];
  const say = (next) => {
    list = next;
    last().say(transition([2, time], [2, ++time], { 0: shape(list) }));
  };
  const withVotes = (at, votes) =>
    list.map((item, place) => (place === at ? { ...item, votes } : item));
  return {
    shown: () => listOf(watch.localQueryResult()),
    expected: () => list,
    serverEdits: (at, votes) => say(withVotes(at, votes)),
    /** An edit that shows at once; what ends it is that the server has made it, too. */
    edit(at, votes) {
      const optimisticUpdate = (store) => {
        const edited = listOf(store.getQuery("m:list", {})).map((item, place) =>
          place === at ? { ...item, votes } : item,
        );
        store.setQuery("m:list", {}, shape(edited));
      };
      const done = client.mutation("m:vote", {}, { optimisticUpdate });
      const request = requests++;
      return () => {
        last().say(committed(request, time + 1));
        say(withVotes(at, votes));
        return done;
      };
    },
    /** An update that turns the list that it reads, and changes nothing on the server. */
    turn() {
      const optimisticUpdate = (store) => {
        const result = store.getQuery("m:list", {});
        listOf(result).reverse();
        store.setQuery("m:list", {}, result);
      };
      const done = client.mutation("m:turn", {}, { optimisticUpdate });
      last().say(committed(requests++, time + 1));
      last().say(transition([2, time], [2, ++time]));
      return done;
    },
  };
}

for (const [name, shape] of Object.entries(SHAPES)) {
  test(`${name}: a document that an update has edited stays the same object through the changes of others`, async () => {
    const page = await editing(shape);
    const confirm = page.edit(3, 7);
    const edited = page.shown()[3];
    assert.equal(edited.votes, 7);
    await confirm();
    for (const [at, votes] of [
      [5, 1],
      [8, 2],
    ]) {
      const before = page.shown();
      page.serverEdits(at, votes);
      assert.deepEqual(page.shown(), page.expected());
      const changed = page.shown().filter((item, place) => item !== before[place]);
      assert.deepEqual(changed, [page.expected()[at]]);
    }
    assert.equal(page.shown()[3], edited);
    page.serverEdits(3, 9);
    assert.deepEqual(page.shown(), page.expected());
  });

  test(`${name}: what an app does to its list while an update shows harms no later result`, async () => {
    const page = await editing(shape);
    page.shown().reverse();
    const confirm = page.edit(3, 7);
    page.shown().sort((a, b) => b.votes - a.votes);
    await confirm();
    assert.deepEqual(page.shown(), page.expected());
    page.shown().reverse();
    page.serverEdits(5, 1);
    assert.deepEqual(page.shown(), page.expected());
  });

  test(`${name}: an update that turns the very list that it reads harms no later result`, async () => {
    const page = await editing(shape);
    await page.turn();
    page.serverEdits(5, 1);
    assert.deepEqual(page.shown(), page.expected());
  });
}

test("a result that an update shows for another query harms neither", async () => {
  const { client, last } = connected();
  const [list, turned] = ["m:list", "m:turned"].map((name) => client.watchQuery(name, {}));
  for (const watch of [list, turned]) watch.onUpdate(() => {});
  await Promise.resolve();
  let documents = LIST;
  last().say(transition([1, 10], [2, 20], { 0: documents, 1: null }));
  const mine = list.localQueryResult().reverse();
  const optimisticUpdate = (store) => store.setQuery("m:turned", {}, mine);
  const done = client.mutation("m:turn", {}, { optimisticUpdate });
  last().say(committed(0, 21));
  last().say(transition([2, 20], [2, 21], { 1: LIST.toReversed() }));
  await done;
  for (let at = 0; at < 3; at++) {
    documents = documents.map((item, place) => (place === at ? { ...item, votes: 1 } : item));
    last().say(transition([2, 21 + at], [2, 22 + at], { 0: documents }));
    assert.deepEqual(list.localQueryResult(), documents);
    assert.deepEqual(turned.localQueryResult(), LIST.toReversed());
  }
});

test("what an app does later to an object that an update showed is gone with the next result", async () => {
  const { client, last, watch } = await watching({ count: 0 });
  const mine = { count: 1 };
  const optimisticUpdate = (store) => store.setQuery("m:list", {}, mine);
  const one = client.mutation("m:count", {}, { optimisticUpdate });
  last().say(committed(0, 21));
  last().say(transition([2, 20], [2, 21], { 0: { count: 1 } }));
  await one;
  mine.count++;
  const two = client.mutation("m:count", {}, { optimisticUpdate });
  const refusal = { type: "MutationResponse", requestId: 1, success: false, result: "no" };
  last().say({ ...refusal, logLines: [] });
  await assert.rejects(two, /no/);
  assert.deepEqual(watch.localQueryResult(), { count: 1 });
});
