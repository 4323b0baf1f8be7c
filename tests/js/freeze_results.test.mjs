// Promises of the option freezeResults: whatever an app changes in place in a result throws where it does it, and all else
// is as without the option.

import assert from "node:assert/strict";
import { test } from "node:test";
import { BaseConvexClient } from "../../dist/js/clients/index.js";
import { watching } from "./connected_client.mjs";
import { fakeSockets, transition } from "./fake_socket.mjs";

const documents = (count, n = 0) =>
  Array.from({ length: count }, (_, at) => ({
    _id: `d${at}`,
    n: at === 3 ? n : 0,
    tags: [{ name: "x".repeat(100) }],
  }));

function assertFrozen(value, path = "") {
  if (typeof value !== "object" || value === null) return;
  assert.ok(Object.isFrozen(value), `${path || "/"} can be changed`);
  for (const [name, part] of Object.entries(value)) assertFrozen(part, `${path}/${name}`);
}

const FREEZING = { freezeResults: true };

test("a result throws wherever it is changed, and so does all that patches make of it", async () => {
  const { last, watch } = await watching(documents(40), FREEZING);
  const first = watch.localQueryResult();
  assertFrozen(first);
  assert.throws(() => first.sort(), TypeError);
  assert.throws(() => first[0].tags.push(1), TypeError);
  const lists = [documents(40, 7), documents(41, 7), documents(41, 7).reverse(), documents(3)];
  let before = first;
  for (const [at, list] of lists.entries()) {
    last().say(transition([2, 20 + at], [2, 21 + at], { 0: list }));
    const after = watch.localQueryResult();
    assert.deepEqual(after, list);
    assertFrozen(after);
    assert.equal(after[0], before.find(({ _id }) => _id === after[0]._id) ?? after[0]);
    before = after;
  }
});

test("special values are frozen with the rest; bytes are as they are", async () => {
  const { watch } = await watching(
    [{ $bytes: "AAEC" }, { in: { $integer: "AQAAAAAAAAA=" } }],
    FREEZING,
  );
  const [bytes, { in: integer }] = watch.localQueryResult();
  assert.deepEqual([bytes.byteLength, integer], [3, 1n]);
  assertFrozen(watch.localQueryResult());
});

test("an update that changes in place what it read rejects its mutation, and nothing of it is shown", async () => {
  const { client, last, watch } = await watching(documents(3), FREEZING);
  const optimisticUpdate = (store) => {
    const list = store.getQuery("m:list", {});
    list.push({ _id: "mine" });
    store.setQuery("m:list", {}, list);
  };
  const sent = last().sent.length;
  await assert.rejects(client.mutation("m:add", {}, { optimisticUpdate }), TypeError);
  assert.deepEqual(watch.localQueryResult(), documents(3));
  assert.equal(last().sent.length, sent);
});

test("what an update sets is shown frozen, but for views of bytes", async () => {
  const { client, watch } = await watching(documents(3), FREEZING);
  const bytes = new Uint8Array(3);
  client.mutation(
    "m:add",
    {},
    {
      optimisticUpdate: (store) => {
        const list = store.getQuery("m:list", {});
        store.setQuery("m:list", {}, [...list, { _id: "mine", bytes }]);
      },
    },
  );
  const shown = watch.localQueryResult();
  assert.equal(shown[3].bytes, bytes);
  assert.ok(Object.isFrozen(shown) && Object.isFrozen(shown[3]) && !Object.isFrozen(bytes));
});

test("BaseConvexClient has the option, too", async () => {
  const { FakeSocket, last } = fakeSockets();
  const options = { webSocketConstructor: FakeSocket, logger: false, ...FREEZING };
  const client = new BaseConvexClient("http://127.0.0.1:1", () => {}, options);
  try {
    const { queryToken } = client.subscribe("m:list", {});
    await Promise.resolve();
    last().open();
    last().say(transition([0, 0], [1, 10], { 0: documents(3) }));
    assertFrozen(client.localQueryResultByToken(queryToken));
  } finally {
    await client.close();
  }
});

test("without the option nothing is frozen", async () => {
  for (const options of [{}, { freezeResults: false }]) {
    const { last, watch } = await watching(documents(40), options);
    last().say(transition([2, 20], [2, 30], { 0: documents(40, 7) }));
    const shown = watch.localQueryResult();
    assert.equal([shown, ...shown, shown[3].tags].some(Object.isFrozen), false);
  }
});
