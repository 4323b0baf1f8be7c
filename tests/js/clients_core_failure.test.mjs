// Promises of BaseConvexClient and ConvexClient when their WebAssembly core traps.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ConvexClient } from "../../dist/js/clients/index.js";
import { breakCore } from "./broken_core.mjs";
import { fakeSockets, transition } from "./fake_socket.mjs";

test("after a trap what is no longer shown is told; callbacks and handlers go on with the next core", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { FakeSocket, last, sockets } = fakeSockets();
  const options = { webSocketConstructor: FakeSocket, logger: false };
  const client = new ConvexClient("http://127.0.0.1:1", options);
  const [heard, reflected] = [[], []];
  client.onUpdate("m:list", {}, (value) => heard.push(value));
  client.client.addOnTransitionHandler(({ reflectedMutations }) => {
    reflected.push(reflectedMutations.length);
  });
  last().open();
  last().say(transition([0, 0], [1, 10], { 0: [1] }));
  const optimisticUpdate = (store) => store.setQuery("m:list", {}, [1, "mine"]);
  const mutation = client.mutation("m:add", {}, { optimisticUpdate });
  assert.deepEqual(heard, [[1], [1, "mine"]]);

  breakCore();
  last().say(transition([1, 10], [1, 20], { 0: [2] }));
  await assert.rejects(mutation, /whether it ran is unknown/);
  assert.deepEqual(heard.at(-1), [1], "without the layer");

  t.mock.timers.tick(0);
  assert.equal(sockets.length, 2);
  last().open();
  last().say(transition([0, 0], [1, 30], { 0: [1, 2] }));
  assert.deepEqual(heard.at(-1), [1, 2]);
  assert.deepEqual(reflected, [0, 0, 0, 0], "the lost mutation is reflected by none");
  assert.equal(client.client.getMaxObservedTimestamp().toString(), "30");
  client.close();
});
