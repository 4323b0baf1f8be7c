// Promises of ConvexReactClient beside npm convex's: signing in, prewarming, single results, a client below.

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { BaseConvexClient } from "../../dist/js/clients/index.js";
import { token } from "./accounts.mjs";
import { both, lentil, npm, rigOf } from "./rig.mjs";

const ADA = token("ada");

function appOf() {
  return {
    query(path) {
      if (path === "m:bad") throw new Error("bad");
      return path;
    },
    mutation: () => "done",
  };
}

/** What is thrown in the call itself, or what the promise comes to. */
async function outcomeOf(call) {
  let promise;
  try {
    promise = call();
  } catch ({ message }) {
    return { thrown: message };
  }
  return promise.then(
    (value) => ({ value }),
    ({ message }) => ({ rejected: message }),
  );
}

test("setAuth asks for a token and says when the server has taken it", async () => {
  const seen = await both(async ({ client, server }) => {
    const told = [];
    client.setAuth(
      async ({ forceRefreshToken }) => token("ada", forceRefreshToken ? 2 : 1),
      (isAuthenticated) => told.push(isAuthenticated),
    );
    await server.settle();
    return { told: told[0], value: server.sent("Authenticate")[0].value };
  });
  assert.deepEqual(seen, { told: true, value: ADA });
});

test("clearAuth signs out", async () => {
  const types = await both(async ({ client, server }) => {
    client.setAuth(async () => ADA);
    await server.settle();
    client.clearAuth();
    await server.settle();
    return server.sent("Authenticate").map(({ tokenType }) => tokenType);
  });
  assert.equal(types.at(-1), "None");
});

test("an admin key opens nothing, and is the first thing that is said", async () => {
  const seen = await both(async ({ client, server }) => {
    const identity = { issuer: "https://accounts.test", subject: "ada" };
    client.setAdminAuth("key", identity);
    const before = server.connections;
    client.watchQuery("m:list").onUpdate(() => {});
    await server.settle();
    return { before, first: server.frames[0] };
  });
  const { tokenType, value } = seen.first;
  assert.deepEqual([seen.before, tokenType, value], [0, "Admin", "key"]);
});

test("a string in the place of the function for tokens is refused", async () => {
  const said = await both(({ client }) => outcomeOf(() => client.setAuth("token")));
  assert.match(
    said.thrown,
    /^Passing a string to ConvexReactClient.setAuth is no longer supported/,
  );
});

test("after close() nothing can be said of the user, and unsubscribing does nothing", async () => {
  const said = await both(async ({ client, server }) => {
    const stop = client.watchQuery("m:list").onUpdate(() => {});
    await server.settle();
    client.close();
    stop();
    const uses = [() => client.setAuth(async () => ADA), () => client.clearAuth()];
    const more = [() => client.setAdminAuth("key"), () => client.prewarmQuery({ query: "m:list" })];
    return Promise.all([...uses, ...more].map(outcomeOf));
  });
  const thrown = "ConvexReactClient has already been closed.";
  assert.deepEqual(said, Array(4).fill({ thrown }));
});

test("prewarmQuery subscribes for a while", async () => {
  const edits = await both(async ({ client, server }) => {
    mock.timers.enable({ apis: ["setTimeout"] });
    client.prewarmQuery({ query: "m:list", args: {} });
    client.prewarmQuery({ query: "m:other", args: {}, extendSubscriptionFor: 60_000 });
    mock.timers.tick(5_000);
    mock.timers.reset();
    await server.settle();
    return server.edits().toSorted();
  }, appOf);
  assert.deepEqual(edits, ["+1 m:other"].toSorted());
});

test("query(): the first result, one that is there already, an error", async () => {
  const seen = await both(async ({ client, server }) => {
    const asked = [client.query("m:list"), client.query("m:bad", {})].map((promise) =>
      outcomeOf(() => promise),
    );
    await server.settle();
    const first = await Promise.all(asked);
    for (const path of ["m:list", "m:bad"]) client.watchQuery(path).onUpdate(() => {});
    await server.settle();
    const second = [await outcomeOf(() => client.query("m:list"))];
    return [...first, ...second, await outcomeOf(() => client.query("m:bad"))];
  }, appOf);
  const bad = "[CONVEX Q(m:bad)] bad\n  Called by client";
  const [value, rejected] = [{ value: "m:list" }, { rejected: bad }];
  assert.deepEqual(seen, [value, rejected, value, { thrown: bad }]);
});

test("query() waits on while an update shows the query as loading", async () => {
  const { client, server } = rigOf(lentil, appOf());
  const result = client.query("m:list", {});
  client.mutation(
    "m:add",
    {},
    { optimisticUpdate: (store) => store.setQuery("m:list", {}, undefined) },
  );
  await server.settle();
  assert.equal(await result, "m:list");
});

test("a BaseConvexClient below: its connection, its results, closed with the client", async () => {
  const rig = rigOf(lentil, appOf());
  const base = new BaseConvexClient("http://127.0.0.1:1", () => {}, {
    webSocketConstructor: rig.server.WebSocket,
  });
  const client = new lentil.ConvexReactClient("http://127.0.0.1:1", { baseClient: base });
  const watch = client.watchQuery("m:list");
  watch.onUpdate(() => {});
  await rig.server.settle();
  const seen = [watch.localQueryResult(), base.localQueryResult("m:list"), rig.server.connections];
  assert.deepEqual(seen, ["m:list", "m:list", 1]);
  assert.equal(client.sync, base);
  await client.close();
  await assert.rejects(base.mutation("m:add"), /BaseConvexClient has already been closed/);
});

test("a client below that is none of ours is refused by name", () => {
  const client = new lentil.ConvexReactClient("http://127.0.0.1:1", { baseClient: {} });
  assert.throws(() => client.connectionState(), {
    message: "The option `baseClient` takes a BaseConvexClient of lentil/browser and no other.",
  });
});

test("reconnect() asks for a sign of life", async () => {
  const { client, server } = rigOf(lentil, appOf());
  client.connectionState();
  await server.settle();
  const before = server.frames.length;
  client.reconnect();
  await server.settle();
  const asked = server.frames.slice(before);
  assert.deepEqual(
    asked.map(({ type, modifications }) => [type, modifications]),
    [["ModifyQuerySet", []]],
  );
});

test("every name of convex/react is there, and two of our own", () => {
  const own = ["useQueryRows", "useRow"];
  assert.deepEqual(Object.keys(lentil).toSorted(), [...Object.keys(npm), ...own].toSorted());
});
