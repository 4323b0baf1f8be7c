// The named differences that show only beside npm convex: what each of the two does in the same script.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { CLIENT_STEPS } from "./client_steps.mjs";
import { loadOurs, Official } from "./clients.mjs";
import { pass } from "./script.mjs";
import { SERVER_STEPS } from "./server_steps.mjs";
import { Side } from "./side.mjs";

const STEPS = { ...CLIENT_STEPS, ...SERVER_STEPS };
const write = (value) => ({ kind: "write", effects: [[0, { value }]] });
const set = (value) => [{ op: "set", query: 0, value }];
const watch = (id) => ({ kind: "subscribe", id, query: 0 });

let ours;
before(async () => {
  ours = await loadOurs();
});

/** What is seen of either client in the last step of a script. */
async function lastSeen(...script) {
  const seen = [];
  for (const Client of [Official, ours]) {
    const side = new Side(Client);
    await side.start();
    let observed;
    for (const step of script) {
      await pass([side], step.ms ?? 1);
      await STEPS[step.kind](side, step);
      observed = await side.observe();
    }
    await side.stop();
    seen.push(observed);
  }
  return seen;
}

const told = ({ events }) =>
  events.filter(([kind]) => kind === "heard").map(([, , value]) => value);

test("a query that is watched anew is loading, not as it was left", async () => {
  const again = [watch(1), { kind: "open" }, write([1]), { kind: "unsubscribe", of: 1 }, watch(2)];
  const [theirs, our] = await lastSeen(...again);
  assert.deepEqual([theirs.shows[2], our.shows[2]], ["value [1]", "loading"]);
});

test("a subscriber hears that a result is loading again", async () => {
  const layered = { kind: "mutate", id: 1, name: "m:add", update: set("shown early") };
  const [theirs, our] = await lastSeen({ kind: "open" }, layered, watch(2), {
    kind: "answer",
    outcome: { error: "no" },
    effects: [],
    order: "alone",
  });
  assert.deepEqual([theirs.shows[2], our.shows[2]], ["loading", "loading"]);
  assert.deepEqual([told(theirs), told(our)], [[], ["loading"]]);
});

test("a socket that is given up while it is connecting is closed at once", async () => {
  const [theirs, our] = await lastSeen({ kind: "advance", ms: 61_000 });
  assert.deepEqual([theirs.wire, our.wire], [[], [{ closed: 0 }]]);
});

test("a send that fails while a connection opens is named by the next one", async () => {
  const fail = { kind: "failSends", count: 1 };
  const wait = { kind: "advance", ms: 2_000 };
  const [theirs, our] = await lastSeen(fail, { kind: "open" }, wait, { kind: "open" });
  const reasons = [theirs, our].map(({ wire }) => wire[0].lastCloseReason);
  assert.deepEqual(reasons, [null, "FailedToSendMessage"]);
});

test("an answer that makes another request the oldest is told", async () => {
  const request = (id) => ({ kind: "mutate", id, name: "m:add" });
  const answer = { kind: "answer", outcome: { value: 1 }, effects: [], order: "alone" };
  // Of requests from before the connection npm convex tells nothing until all are answered.
  const seen = await lastSeen(request(1), request(2), { kind: "open" }, answer);
  const [theirs, our] = seen.map(({ published }) => published?.timeOfOldestInflightRequest);
  assert.deepEqual([theirs, our === seen[1].state.timeOfOldestInflightRequest], [undefined, true]);
});

test("what is answered counts as made when that was told", async () => {
  const answer = { kind: "answer", outcome: { value: 1 }, effects: [], order: "alone" };
  const request = { kind: "mutate", id: 1, name: "m:add" };
  const seen = await lastSeen({ kind: "open" }, request, answer, { kind: "advance", ms: 1_000 });
  const [theirs, our] = seen.map(({ state }) => state.timeOfOldestInflightRequest);
  assert.equal(theirs - our, 1_000);
});

test("a renewed token does not sign the user in again", async () => {
  const signIn = [{ kind: "open" }, { kind: "setAuth", plan: ["new", "new"] }];
  const seen = await lastSeen(...signIn, { kind: "transition" }, { kind: "transition" });
  const [theirs, our] = seen.map(({ auth }) => auth);
  assert.deepEqual([theirs, our], [[["authenticated", true]], []]);
});

test("backoff starts over when the server has confirmed who the user is", async () => {
  const retry = [
    { kind: "close", code: 1011, reason: "" },
    { kind: "advance", ms: 2_000 },
  ];
  const signIn = { kind: "setAuth", plan: ["new"] };
  const failed = { kind: "act", id: 1, name: "m:act" };
  const answer = { kind: "answerAction", pick: 0, outcome: { value: 1 } };
  const seen = await lastSeen(...retry, { kind: "open" }, failed, signIn, answer);
  const [theirs, our] = seen.map(({ state }) => state.connectionRetries);
  assert.deepEqual([theirs, our], [0, 1]);
});
