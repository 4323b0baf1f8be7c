// What a page sees of a client whose core is in a worker, beside one whose core it has itself.

import assert from "node:assert/strict";
import { test } from "node:test";
import { rigOf } from "./rig.mjs";

const app = () => ({ query: (path) => path, mutation: () => "done", action: () => "done" });

const mine = (_path, _args, _memory, jwt) => (jwt === undefined ? "nobody's" : "ann's");

/** A JWT for so many seconds. */
function token(sub, seconds) {
  const parts = [{ alg: "none" }, { iss: "i", sub, iat: 1000, exp: 1000 + seconds }];
  const encoded = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"));
  return `${encoded.join(".")}.x`;
}

/** What a play gives is the same in both; that of lentil/worker. */
async function both(play, options, query) {
  const seen = [];
  for (const isInWorker of [false, true]) {
    const rig = rigOf(isInWorker, { ...app(), ...(query && { query }) }, options);
    try {
      seen.push(await play(rig));
    } finally {
      await rig.client.close();
      await rig.server.settle();
    }
  }
  assert.deepEqual(seen[1], seen[0]);
  return seen[1];
}

const countsOf = ({ hasInflightRequests, inflightMutations, inflightActions }) => [
  hasInflightRequests,
  inflightMutations,
  inflightActions,
];

test("requests are under way from the call on, and until they are answered", async () => {
  const seen = await both(async ({ client, server }) => {
    client.connectionState();
    await server.settle();
    const before = countsOf(client.connectionState());
    const calls = [client.mutation("m:a"), client.mutation("m:b"), client.action("m:c")];
    const called = client.connectionState();
    const isAged = called.timeOfOldestInflightRequest instanceof Date;
    await server.settle();
    await Promise.all(calls);
    return { before, called: countsOf(called), isAged, after: countsOf(client.connectionState()) };
  });
  assert.deepEqual(seen.called, [true, 2, 1]);
  assert.deepEqual(
    [seen.before, seen.after],
    [Array(3).fill(false).with(1, 0).with(2, 0), [false, 0, 0]],
  );
});

test("what is asked for in one turn goes out in one frame, and what cancels out does not", async () => {
  const edits = await both(async ({ client, server }) => {
    for (const path of ["m:a", "m:b", "m:c"]) client.watchQuery(path).onUpdate(() => {});
    client.watchQuery("m:brief").onUpdate(() => {})();
    await server.settle();
    const stop = client.watchQuery("m:d").onUpdate(() => {});
    await server.settle();
    stop();
    client.watchQuery("m:d").onUpdate(() => {});
    await server.settle();
    return server.sent("ModifyQuerySet").map(({ modifications }) => modifications.length);
  });
  assert.deepEqual(edits, [3, 1]);
});

test("a path that no server knows is the query's own error", async () => {
  const said = await both(async ({ client, server }) => {
    const watch = client.watchQuery("no function\n:x");
    watch.onUpdate(() => {});
    await server.settle();
    try {
      return watch.localQueryResult();
    } catch ({ message }) {
      return message;
    }
  });
  assert.match(said, /CONVEX Q/);
});

test("messages about connections reach a logger that wants them, and tell of nothing that a frame holds", async () => {
  const lines = await both(
    async ({ client, server, traces }) => {
      client.watchQuery("m:secret").onUpdate(() => {});
      await server.settle();
      return traces.filter((line) => line.startsWith("socket"));
    },
    { isTraced: true },
  );
  assert.ok(lines.some((line) => /received Transition/.test(line)));
  assert.doesNotMatch(lines.join(), /secret/);
});

test("a request that is refused at once is not under way", async () => {
  const seen = await both(async ({ client, server }) => {
    client.connectionState();
    await server.settle();
    const said = await client.mutation("no function\n:x").catch(({ message }) => message);
    await server.settle();
    return [said.slice(0, 12), countsOf(client.connectionState())];
  });
  assert.deepEqual(seen[1], [false, 0, 0]);
});

test("a large result comes with what else is said of its frame, and with traces", async () => {
  const long = Array.from({ length: 300 }, (_, id) => ({ _id: `${id}`, text: "x".repeat(60) }));
  for (const isInWorker of [false, true]) {
    const { client, server } = rigOf(isInWorker, { query: () => long }, { isTraced: true });
    const watch = client.watchQuery("m:long");
    watch.onUpdate(() => {});
    client.setAuth(async () => token("ann", 20));
    await server.settle();
    assert.deepEqual(watch.localQueryResult(), long);
    await client.close();
    await server.settle();
  }
});

test("who signs out sees nothing of his any more, at once and after", async () => {
  await both(
    async ({ client, server }) => {
      const watch = client.watchQuery("m:mine");
      const stop = watch.onUpdate(() => {});
      client.setAuth(async () => token("ann", 3600));
      await server.settle();
      const shown = [watch.localQueryResult()];
      stop();
      client.clearAuth();
      watch.onUpdate(() => {});
      shown.push(watch.localQueryResult());
      const again = client.watchQuery("m:mine");
      shown.push(again.localQueryResult());
      await server.settle();
      shown.push(watch.localQueryResult());
      assert.deepEqual(shown, ["ann's", undefined, undefined, "nobody's"]);
    },
    undefined,
    mine,
  );
});

test("who was signed out before it was known that he is in is not told so later", async () => {
  await both(async ({ client, server }) => {
    const told = [];
    let fetches = 0;
    const fetchToken = async () => {
      fetches++;
      return token("ann", 3600);
    };
    client.setAuth(fetchToken, (isIn) => told.push(isIn));
    await server.settle();
    client.setAuth(fetchToken, (isIn) => told.push(isIn));
    client.clearAuth();
    told.push("out");
    await server.settle();
    return [told, fetches > 0];
  });
});
