// Promises of signing in: who is asked for tokens when, what the app hears, what the server is sent.

import assert from "node:assert/strict";
import { test } from "node:test";
import { SyncClient } from "../../dist/js/browser/sync_client.js";
import { queryToken } from "../../dist/js/functions.js";
import { breakCore } from "./broken_core.mjs";
import { fakeSockets, ts } from "./fake_socket.mjs";

/** A token of a person, good for an hour; `serial` tells renewals apart. */
function token(person, serial = 0) {
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { iss: "i", sub: person, jti: serial, iat: 1000, exp: 4600, name: "Ånn" };
  return `${encode({ alg: "none" })}.${encode(claims)}.x`;
}

/** A transition that moves identity and time. */
function transition([q0, i0, t0], [q1, i1, t1]) {
  const version = (querySet, identity, time) => ({ querySet, identity, ts: ts(time) });
  return {
    type: "Transition",
    startVersion: version(q0, i0, t0),
    endVersion: version(q1, i1, t1),
    modifications: [],
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A client on an open socket whose token fetches are answered by the test. */
async function signingIn(t, options = {}) {
  let now = 0;
  t.mock.method(performance, "now", () => now);
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const tick = (ms) => {
    now += ms;
    t.mock.timers.tick(ms);
  };
  const { FakeSocket, last, sockets } = fakeSockets();
  const errors = [];
  const logger = { log() {}, warn() {}, logVerbose() {}, error: (text) => errors.push(text) };
  const client = new SyncClient("http://127.0.0.1:1", {
    webSocketConstructor: FakeSocket,
    logger,
    ...options,
  });
  last().open();
  if (!options.expectAuth) last().say(transition([0, 0, 0], [1, 0, 10]));
  const [fetches, heard] = [[], []];
  const fetchToken = (args) =>
    new Promise((resolve, reject) => fetches.push({ ...args, resolve, reject }));
  const setAuth = () =>
    client.setAuth(
      fetchToken,
      (is) => heard.push(is ? "in" : "out"),
      (is) => heard.push(is ? "refreshing" : "refreshed"),
    );
  const answer = async (value) => {
    fetches.shift().resolve(value);
    await turn();
  };
  setAuth();
  return { client, last, sockets, fetches, heard, errors, setAuth, answer, tick };
}

/** Signed in with a fresh token that the server has confirmed. */
async function signedIn(t) {
  const rig = await signingIn(t);
  await rig.answer(token("ann", 0));
  rig.last().say(transition([1, 0, 10], [1, 1, 20]));
  await rig.answer(token("ann", 1));
  rig.last().say(transition([1, 1, 20], [1, 2, 30]));
  return rig;
}

test("a cached token first, then a fresh one; the app hears once", async (t) => {
  const { client, last, fetches, heard, answer } = await signingIn(t);
  assert.deepEqual(fetches[0].forceRefreshToken, false);
  client.watch("m:list", {}, () => {});
  await turn();
  assert.deepEqual(last().types(), ["Connect", "ModifyQuerySet"], "nothing before the token");
  await answer(token("ann", 0));
  assert.deepEqual(last().types().slice(2), ["Authenticate", "ModifyQuerySet"]);
  assert.deepEqual(heard, []);
  last().say(transition([1, 0, 10], [2, 1, 20]));
  assert.deepEqual([heard, fetches[0].forceRefreshToken], [["in"], true]);
  await answer(token("ann", 1));
  last().say(transition([2, 1, 20], [2, 2, 30]));
  assert.deepEqual(heard, ["in"]);
  assert.equal(client.token(), token("ann", 1));
  client.close();
});

test("nobody is signed in", async (t) => {
  const { client, last, heard, answer, fetches } = await signingIn(t, { expectAuth: true });
  assert.deepEqual(last().types(), []);
  await answer(null);
  await answer(undefined);
  assert.deepEqual([heard, fetches.length], [["out"], 0]);
  assert.deepEqual(last().types(), ["Connect", "ModifyQuerySet"]);
  assert.ok(!client.token());
  client.close();
});

test("a fetch that fails is reported and tried again; what was asked meanwhile is kept", async (t) => {
  const { client, last, fetches, errors, answer, tick } = await signingIn(t);
  client.mutation("m:add", {});
  fetches.shift().reject(new Error("offline"));
  await turn();
  assert.deepEqual(errors, ["Could not fetch an auth token: offline. Trying again in 1000ms"]);
  tick(1_001);
  assert.deepEqual(last().types(), ["Connect", "ModifyQuerySet"]);
  await answer(token("ann"));
  assert.deepEqual(last().types().slice(2), ["Authenticate", "Mutation"]);
  client.close();
});

test("a fetch that hangs holds the connection for half a minute, and signs in when it comes", async (t) => {
  const { client, last, heard, answer, fetches, tick } = await signingIn(t);
  client.watch("m:list", {}, () => {});
  await turn();
  tick(30_001);
  assert.deepEqual(heard, ["out"]);
  assert.deepEqual(last().types().slice(2), ["ModifyQuerySet"], "what is public goes on");
  tick(1_001);
  fetches.shift();
  await answer(token("ann"));
  assert.equal(last().types().at(-1), "Authenticate");
  last().say(transition([1, 0, 10], [2, 1, 20]));
  assert.deepEqual(heard, ["out", "in"]);
  client.close();
});

test("fetchToken that throws at once or gives no string is a failure, not a crash", async (t) => {
  const { client, errors } = await signingIn(t);
  client.setAuth(
    () => {
      throw new Error("at once");
    },
    () => {},
  );
  await turn();
  client.setAuth(
    async () => ({ token: "secret" }),
    () => {},
  );
  await turn();
  assert.match(errors[0], /^Could not fetch an auth token: at once\./);
  assert.match(errors[1], /fetchToken gave something of type object, not a string/);
  assert.ok(!errors.join().includes("secret"));
  client.close();
});

test("a refused token is replaced on a new connection, and the app hears of both", async (t) => {
  const { client, last, sockets, heard, answer, fetches } = await signedIn(t);
  last().say({ type: "AuthError", error: "gone", baseVersion: 2, authUpdateAttempted: false });
  assert.deepEqual([last().closed, fetches[0].forceRefreshToken], [true, true]);
  await answer(token("ann", 2));
  assert.equal(sockets.length, 2);
  last().open();
  assert.deepEqual(last().types(), ["Connect", "Authenticate", "ModifyQuerySet"]);
  last().say(transition([0, 0, 0], [1, 1, 40]));
  assert.deepEqual(heard, ["in", "refreshing", "refreshed"]);
  client.close();
});

test("another setAuth: the old callbacks hear no more, and its late token is not used", async (t) => {
  const { client, last, fetches, heard } = await signedIn(t);
  last().say({ type: "AuthError", error: "gone", baseVersion: 2, authUpdateAttempted: false });
  const late = fetches.shift();
  const mine = [];
  client.setAuth(
    async () => token("bob"),
    (is) => mine.push(is),
  );
  assert.deepEqual(heard, ["in", "refreshing", "refreshed"], "what was begun is ended");
  late.resolve(token("ann", 9));
  await turn();
  last().open();
  assert.equal(last().sent[1].value, token("bob"));
  last().say(transition([0, 0, 0], [1, 1, 40]));
  assert.deepEqual([mine, heard.length], [[true], 3]);
  client.close();
});

test("clearAuth reaches the server; the admin key goes out as given", async (t) => {
  const { client, last } = await signedIn(t);
  client.clearAuth();
  assert.deepEqual(last().sent.at(-1), { type: "Authenticate", baseVersion: 2, tokenType: "None" });
  assert.ok(!client.token());
  client.setAdminAuth("key", { issuer: "i", subject: "s" });
  assert.deepEqual(last().sent.at(-1), {
    type: "Authenticate",
    baseVersion: 3,
    tokenType: "Admin",
    value: "key",
    impersonating: { issuer: "i", subject: "s" },
  });
  client.close();
});

test("a core that fails forgets whose answer it waited for, and what it showed of somebody", async (t) => {
  const { client, last, fetches, heard, tick } = await signedIn(t);
  client.watch("m:mine", {}, () => {});
  await turn();
  const secret = { type: "QueryUpdated", queryId: 0, value: "ann's", logLines: [], journal: null };
  last().say({ ...transition([1, 2, 30], [2, 2, 40]), modifications: [secret] });
  const query = queryToken("m:mine", "{}");
  assert.equal(client.entry(query).value, "ann's");
  breakCore();
  last().say("{}");
  assert.equal(client.entry(query).status, "pending");
  tick(0);
  const late = fetches.shift();
  client.clearAuth();
  late.resolve(token("ann", 9));
  await turn();
  last().open();
  assert.deepEqual(last().types(), ["Connect", "ModifyQuerySet"], "nobody is signed in");
  assert.deepEqual(heard, ["in"]);
  client.close();
});
