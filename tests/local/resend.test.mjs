// Exactly once: a mutation sent again under its session and request id answers as it did before
// and does nothing, on the same socket, on another one, and after the deployment was killed.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ConvexHttpClient } from "convex/browser";
import { anyApi } from "convex/server";
import { startDeployment } from "../support/deployment.mjs";
import { openRawSocket } from "../support/raw_socket.mjs";

const SESSION = "6b1f7a52-0d0c-4f7e-9a35-2f4c0e6f1a01";
const OTHER_SESSION = "6b1f7a52-0d0c-4f7e-9a35-2f4c0e6f1a02";

let deployment;
let http;
let author;

before(async () => {
  deployment = await startDeployment();
  http = new ConvexHttpClient(deployment.url, { logger: false });
  author = await http.mutation(anyApi.users.create, { name: "Ada", email: "ada@example.com" });
});

after(async () => {
  await deployment?.close();
});

test("sent twice on one socket, done once", async () => {
  const socket = await openRawSocket(deployment.url, { sessionId: SESSION });
  const first = await socket.mutate(0, "messages:send", { author, body: "twice, one socket" });
  const again = await socket.mutate(0, "messages:send", { author, body: "twice, one socket" });
  assertSameAnswer(again, first);
  assert.equal(await countShown("twice, one socket"), 1);
  await socket.close();
});

test("sent again on a new socket of the session, done once", async () => {
  const first = await answerOnNewSocket(SESSION, 1, "two sockets");
  const again = await answerOnNewSocket(SESSION, 1, "two sockets");
  assertSameAnswer(again, first);
  assert.equal(await countShown("two sockets"), 1);
});

test("sent again after the deployment was killed and started, done once", async () => {
  const first = await answerOnNewSocket(SESSION, 2, "across a kill");
  await deployment.kill();
  await deployment.start();
  const again = await answerOnNewSocket(SESSION, 2, "across a kill");
  assertSameAnswer(again, first);
  assert.equal(await countShown("across a kill"), 1);
});

test("the same request id in another session is another mutation", async () => {
  const first = await answerOnNewSocket(SESSION, 3, "per session");
  const other = await answerOnNewSocket(OTHER_SESSION, 3, "per session");
  assert.notEqual(other.result, first.result);
  assert.equal(await countShown("per session"), 2);
});

test("a failed mutation sent again runs again", async () => {
  const socket = await openRawSocket(deployment.url, { sessionId: SESSION });
  const first = await socket.mutate(4, "messages:send", { author, body: " " });
  assert.equal(first.success, false);
  assert.deepEqual(first.errorData.code, "EMPTY_BODY");
  assert.equal(first.ts, null);
  const again = await socket.mutate(4, "messages:send", { author, body: "now with text" });
  assert.equal(again.success, true);
  await socket.close();
});

async function answerOnNewSocket(sessionId, requestId, body) {
  const socket = await openRawSocket(deployment.url, { sessionId });
  const answer = await socket.mutate(requestId, "messages:send", { author, body });
  await socket.close();
  return answer;
}

function assertSameAnswer(again, first) {
  assert.equal(first.success, true);
  assert.deepEqual(again, first);
}

async function countShown(body) {
  const list = await http.query(anyApi.messages.list, {});
  return list.filter((message) => message.body === body).length;
}
