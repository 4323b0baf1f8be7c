// Promises of BaseConvexClient, most of them beside npm convex's on a socket that says the same.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { BaseConvexClient as NpmClient } from "convex/browser";
import { BaseConvexClient } from "../../dist/js/clients/index.js";
import { committed, fakeSockets, transition } from "./fake_socket.mjs";

const URL = "http://127.0.0.1:1";
const open = [];
const nothing = () => {};
const silent = { log: nothing, warn: nothing, error: nothing, logVerbose: nothing };

afterEach(() => {
  for (const client of open.splice(0)) client.close();
});

/** A connected client; `told` holds what its constructor's callback and a handler were told. */
function connected(Client, options = {}) {
  const { FakeSocket, last } = fakeSockets();
  const told = { tokens: [], transitions: [] };
  const client = new Client(URL, (tokens) => told.tokens.push(tokens), {
    webSocketConstructor: FakeSocket,
    logger: silent,
    ...options,
  });
  open.push(client);
  client.addOnTransitionHandler((seen) => told.transitions.push(plain(seen)));
  last().open();
  return { client, last, told };
}

const plain = ({ timestamp, ...more }) => ({ ...more, timestamp: timestamp.toBytesLE() });

/** What `play` gives and what was told meanwhile; the same with both clients. */
async function both(play) {
  const [ours, theirs] = [BaseConvexClient, NpmClient].map(async (Client) => {
    const rig = connected(Client);
    const given = await play(rig);
    await nextTurn();
    return { given, ...rig.told };
  });
  assert.deepEqual(await ours, await theirs);
  return ours;
}

const updated = (queryId, value, logLines = []) => {
  return { type: "QueryUpdated", queryId, value, logLines, journal: "the journal" };
};
const failed = (queryId, errorMessage, more = {}) => {
  const common = { type: "QueryFailed", logLines: [], journal: null };
  return { ...common, queryId, errorMessage, ...more };
};
const step = (from, to, modifications) => ({ ...transition(from, to), modifications });
const refused = (requestId, result) => {
  return { type: "MutationResponse", requestId, success: false, result, ts: null, logLines: [] };
};

/** The value, or what is thrown. */
function attempt(read) {
  try {
    return { value: read() };
  } catch ({ name, message, data }) {
    return { name, message, data };
  }
}

const INTEGER = { $integer: "AQAAAAAAAAA=" };

test("results and failures, their logs, journals and tokens are npm convex's", async () => {
  const { transitions } = await both(async ({ client, last }) => {
    const list = client.subscribe("m.js:list", { n: 1n }, { journal: "earlier" });
    const others = [client.subscribe("m:bad"), client.subscribe("m:typed")];
    await nextTurn();
    const read = () => [
      client.localQueryResult("m:list", { n: 1n }),
      client.queryJournal("m:list", { n: 1n }),
      client.localQueryLogs("m:list", { n: 1n }),
      client.hasLocalQueryResultByToken(list.queryToken),
      client.hasLocalQueryResultByToken(others[0].queryToken),
      client.getMaxObservedTimestamp()?.toString(),
    ];
    const before = read();
    const typed = failed(2, "no", { errorData: INTEGER });
    last().say(
      step([0, 0], [4, 10], [updated(0, [INTEGER], ["[LOG] 'x'"]), failed(1, "no"), typed]),
    );
    const results = [list, ...others].map(({ queryToken }) => {
      return { queryToken, ...attempt(() => client.localQueryResultByToken(queryToken)) };
    });
    return [before, read(), results];
  });
  assert.equal(transitions[0].queries.length, 3);
  assert.equal(transitions[0].queries[2].modification.result.errorData, 1n);
});

test("every transition is told, with the mutations that it shows, as by npm convex", async () => {
  const { transitions, tokens } = await both(async ({ client, last }) => {
    client.subscribe("m:list");
    await nextTurn();
    last().say(step([0, 0], [2, 10], [updated(0, ["a"])]));
    last().say(step([2, 10], [2, 20], []));
    const unseen = client.mutation("m:other", {}, { optimisticUpdate: () => {} });
    const acted = client.action("m:act", { n: 1n });
    last().say(refused(0, "no"));
    last().say({ type: "ActionResponse", requestId: 1, success: true, result: 1, logLines: [] });
    const optimisticUpdate = (store, { v }) => store.setQuery("m:list", {}, ["a", v]);
    const added = client.mutation("m:add", { v: "b" }, { optimisticUpdate });
    const seen = client.localQueryResult("m:list");
    last().say({ ...committed(2, 30, INTEGER), logLines: ["[LOG] 'x'"] });
    last().say(step([2, 20], [2, 30], [updated(0, ["a", "b", "c"])]));
    const outcomes = await Promise.allSettled([added, unseen, acted]);
    return [seen, outcomes.map(({ value, reason }) => value ?? reason.message)];
  });
  const sizes = transitions.map((seen) => [seen.queries.length, seen.reflectedMutations.length]);
  const [update, failure] = [
    [1, 0],
    [0, 1],
  ];
  assert.deepEqual(sizes, [update, [0, 0], [0, 0], failure, update, [1, 1]]);
  assert.equal(tokens.length, transitions.length);
});

test("an update that shows loading, and what is rolled back", async () => {
  const { transitions } = await both(async ({ client, last }) => {
    const { queryToken } = client.subscribe("m:list");
    await nextTurn();
    last().say(step([0, 0], [2, 10], [updated(0, ["a"])]));
    const optimisticUpdate = (store) => {
      store.setQuery("m:list", {}, undefined);
      store.setQuery("m:elsewhere", {}, "shown");
    };
    const mutation = client.mutation("m:clear", {}, { optimisticUpdate });
    const seen = [
      client.localQueryResultByToken(queryToken),
      client.hasLocalQueryResultByToken(queryToken),
      client.localQueryResult("m:elsewhere"),
    ];
    last().say(refused(0, "no"));
    await assert.rejects(mutation);
    return [seen, client.localQueryResultByToken(queryToken)];
  });
  assert.equal(transitions[1].queries[0].modification.result, undefined);
  assert.equal(transitions[2].queries.length, 1, "what is gone is not told");
});

test("connection states, unsubscribing and frames are npm convex's", async () => {
  const { given } = await both(async ({ client, last }) => {
    const states = [];
    const unsubscribe = client.subscribeToConnectionState(
      ({ inflightMutations, inflightActions }) => states.push([inflightMutations, inflightActions]),
    );
    const first = client.subscribe("m:list", {});
    const second = client.subscribe("m:list", {});
    client.action("m:act");
    client.mutation("m:add");
    await nextTurn();
    first.unsubscribe();
    second.unsubscribe();
    await nextTurn();
    unsubscribe();
    client.mutation("m:add");
    await nextTurn();
    const frames = last().sent.slice(2);
    return [states.at(-1), client.connectionState().inflightMutations, frames];
  });
  assert.deepEqual(given.slice(0, 2), [[1, 1], 2]);
});

test("mistakes are npm convex's", async () => {
  const { FakeSocket } = fakeSockets();
  for (const args of [
    [{ address: URL }],
    [undefined],
    ["x"],
    ["https://x.convex.site"],
    ["ftp://x", nothing, { skipConvexDeploymentUrlCheck: true, webSocketConstructor: FakeSocket }],
    [URL],
  ]) {
    const [ours, theirs] = [BaseConvexClient, NpmClient].map((Client) => {
      return attempt(() => new Client(...args));
    });
    assert.ok(ours.message);
    assert.deepEqual(ours, theirs);
  }
  await both(async ({ client }) => [
    attempt(() => client.subscribe("m:list", [1])),
    attempt(() => client.subscribe("m:list", { at: new Date(0) })),
    attempt(() => client.localQueryResult("m:list", "no")),
    await client.mutation("m:add", "no").catch(({ message }) => message),
    await client.action("m:act", { f: new Set() }).catch(({ message }) => message),
  ]);
});

test("a result that comes again is no news, new log lines of it are", async () => {
  const { client, last, told } = connected(BaseConvexClient);
  client.subscribe("m:list");
  await nextTurn();
  last().say(step([0, 0], [2, 10], [updated(0, ["a"])]));
  last().say(step([2, 10], [2, 20], [updated(0, ["a"])]));
  last().say(step([2, 20], [2, 30], [updated(0, ["a"], ["[LOG] 'again'"])]));
  assert.deepEqual(
    told.tokens.map((tokens) => tokens.length),
    [1, 0, 1],
  );
  assert.deepEqual(client.localQueryLogs("m:list"), ["[LOG] 'again'"]);
});

test("the newest time seen is that of what is shown, not of a mutation whose effect is not", async () => {
  const { client, last } = connected(BaseConvexClient);
  last().say(step([0, 0], [1, 10], []));
  client.mutation("m:add");
  last().say(committed(0, 2 ** 40));
  assert.equal(client.getMaxObservedTimestamp().toString(), "10");
  last().say(step([1, 10], [1, 2 ** 40 + 1], []));
  const [time, same] = [client.getMaxObservedTimestamp(), client.getMaxObservedTimestamp()];
  assert.equal(time.toString(), String(2 ** 40 + 1));
  assert.deepEqual(
    [time.equals(same), time.notEquals(same), time.lessThanOrEqual(same), time.comp(same)],
    [true, false, true, 0],
  );
});

test("a handler that throws does not silence the others; one that has left hears nothing", async () => {
  const reported = [];
  const logger = { ...silent, error: (error) => reported.push(error.message) };
  const { client, last, told } = connected(BaseConvexClient, { logger });
  const remove = client.addOnTransitionHandler(() => {
    throw new Error("my handler");
  });
  const heard = [];
  client.addOnTransitionHandler(() => heard.push("behind"));
  last().say(step([0, 0], [1, 10], []));
  assert.deepEqual([remove(), remove()], [true, false]);
  last().say(step([1, 10], [1, 20], []));
  assert.deepEqual(reported, ["my handler"]);
  assert.deepEqual(heard, ["behind", "behind"]);
  assert.equal(told.transitions.length, 2);
});

test("a subclass is told as the class is; other clients can be built on the interface", async () => {
  const { FakeSocket, last } = fakeSockets();
  class Counting extends BaseConvexClient {
    count = 0;
    constructor(address, options) {
      super(address, () => this.count++, options);
    }
    subscribe(name, ...more) {
      return super.subscribe(`folder/${name}`, ...more);
    }
  }
  const client = new Counting(URL, { webSocketConstructor: FakeSocket, logger: false });
  open.push(client);
  last().open();
  const { queryToken, unsubscribe } = client.subscribe("m:list");
  assert.equal(JSON.parse(queryToken).udfPath, "folder/m:list");
  await nextTurn();
  last().say(step([0, 0], [2, 10], [updated(0, 1)]));
  assert.equal(client.count, 1);
  unsubscribe();
  unsubscribe();
  assert.equal(client.url, URL);
});

/** A JWT that says who the user is and nothing of when. */
function tokenOf(claims) {
  return [{ alg: "none" }, claims, {}]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
}

test("who is signed in, what the token says, and what the server is told are npm convex's", async () => {
  const token = tokenOf({ iss: "https://i", sub: "zoë", iat: 1, exp: 10_001 });
  const { given } = await both(async ({ client, last }) => {
    const read = () => [client.hasAuth(), client.getCurrentAuthClaims()];
    const changes = [];
    const before = read();
    last().say(step([0, 0], [1, 10], []));
    client.setAuth(
      async () => token,
      (isAuthenticated) => changes.push(isAuthenticated),
    );
    await nextTurn();
    const signedIn = read();
    const frame = last().sent.find(({ type }) => type === "Authenticate");
    const confirmed = step([1, 10], [1, 20], []);
    confirmed.endVersion.identity = 1;
    last().say(confirmed);
    await nextTurn();
    client.clearAuth();
    const signedOut = read();
    client.setAdminAuth("key", { issuer: "i", subject: "s" });
    const admin = [read(), last().sent.at(-1).tokenType, last().sent.at(-1).impersonating];
    client.clearAuth();
    return { before, signedIn, frame, signedOut, admin, after: read(), changes };
  });
  assert.equal(given.signedIn[1].decoded.sub, "zoë");
  assert.deepEqual([given.signedIn[0], given.signedOut[0], given.after[0]], [true, false, false]);
  assert.deepEqual(given.changes, [true]);
});

test("a closed client is deaf, and refuses what it is asked for", async () => {
  const { client, last, told } = connected(BaseConvexClient);
  const { queryToken, unsubscribe } = client.subscribe("m:list");
  await client.close();
  await client.close();
  assert.equal(last().closed, true);
  unsubscribe();
  client.subscribe("m:list").unsubscribe();
  assert.equal(client.localQueryResultByToken(queryToken), undefined);
  for (const ask of ["mutation", "action"]) {
    await assert.rejects(client[ask]("m:f"), { message: /already been closed/ });
  }
  assert.equal(told.transitions.length, 0);
});

test("what an update shows over a result that another user may not see is no news", async () => {
  const { client, last, told } = connected(BaseConvexClient);
  client.subscribe("m:list");
  await nextTurn();
  last().say(step([0, 0], [2, 10], [updated(0, ["a"])]));
  const optimisticUpdate = (store) => store.setQuery("m:list", {}, ["b"]);
  client.mutation("m:add", {}, { optimisticUpdate });
  const before = told.tokens.length;
  client.setAuth(async () => tokenOf({ iss: "i", sub: "s" }), nothing);
  await nextTurn();
  assert.deepEqual(told.tokens.slice(before).flat(), []);
  assert.deepEqual(client.localQueryResult("m:list"), ["b"]);
});

test("a function of a component is subscribed by itself, under a token of its own", async () => {
  const { client, last } = connected(BaseConvexClient);
  last().say(transition([0, 0], [1, 10]));
  const own = client.subscribe("m:count", {});
  const inside = client.subscribe("m:count", {}, { componentPath: "counter" });
  assert.notEqual(own.queryToken, inside.queryToken);
  await Promise.resolve();
  const added = last().sent.at(-1).modifications;
  assert.deepEqual(
    added.map(({ udfPath, componentPath }) => [udfPath, componentPath]),
    [
      ["m:count", undefined],
      ["m:count", "counter"],
    ],
  );
  last().say(transition([1, 10], [2, 20], { 0: 1, 1: 2 }));
  assert.equal(client.localQueryResultByToken(inside.queryToken), 2);
  assert.equal(client.localQueryResult("m:count", {}), 1);
  await client.close();
});
