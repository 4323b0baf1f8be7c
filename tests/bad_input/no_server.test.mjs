// Promises without a server: everything waits, the connection state tells, and once the server is there all of it
// happens, once. Leaves outages in the middle of work to tests/local and tests/simulation.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createElement as h } from "react";
import { renderToString } from "react-dom/server";
import WebSocket from "ws";
import { ConvexProvider, ConvexReactClient, useQuery } from "../../dist/react/index.js";
import { Seen } from "../support/deadline.mjs";
import { startDeployment } from "../support/deployment.mjs";

test("without a server a query is loading and a mutation waits; both are done once it is there", async (t) => {
  const deployment = await startDeployment();
  t.after(() => deployment.close());
  await deployment.stop();
  const options = { webSocketConstructor: WebSocket, logger: false };
  const client = new ConvexReactClient(deployment.url, options);
  t.after(() => client.close());
  const states = new Seen();
  client.subscribeToConnectionState((state) => states.add(state));
  const results = new Seen();
  const watch = client.watchQuery("users:list", {});
  watch.onUpdate(() => results.add(watch.localQueryResult()));
  let settled = false;
  const done = client.mutation("users:create", { name: "Ada", email: "ada@example.com" });
  done.finally(() => {
    settled = true;
  });

  const tried = await states.until("two failed attempts", (state) => state.connectionRetries >= 2);
  const { isWebSocketConnected, hasEverConnected, connectionCount, inflightMutations } = tried;
  assert.deepEqual(
    { isWebSocketConnected, hasEverConnected, connectionCount, inflightMutations },
    {
      isWebSocketConnected: false,
      hasEverConnected: false,
      connectionCount: 0,
      inflightMutations: 1,
    },
  );
  assert.equal(tried.hasInflightRequests, true);
  assert.ok(tried.timeOfOldestInflightRequest instanceof Date);
  assert.deepEqual([watch.localQueryResult(), results.values, settled], [undefined, [], false]);
  const page = h(ConvexProvider, { client }, h(Users));
  assert.equal(renderToString(page), "loading");

  await deployment.start();
  await states.until("the connection", (state) => state.isWebSocketConnected);
  assert.equal(typeof (await done), "string");
  const users = watch.localQueryResult();
  assert.deepEqual(
    users.map((user) => user.name),
    ["Ada"],
  );
  await states.until("nothing under way", (state) => !state.hasInflightRequests);
});

function Users() {
  return useQuery("users:list", {}) === undefined ? "loading" : "there";
}
