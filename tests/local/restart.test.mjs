// The official client across the end of the deployment, sudden and polite: the subscription goes on,
// what was written is there, what was pending is done once.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ConvexClient } from "convex/browser";
import { anyApi } from "convex/server";
import WebSocket from "ws";
import { Seen, within } from "../support/deadline.mjs";
import { startDeployment } from "../support/deployment.mjs";

const { users, messages } = anyApi;

let deployment;
let client;
let lists;
let author;

before(async () => {
  deployment = await startDeployment();
  client = new ConvexClient(deployment.url, { webSocketConstructor: WebSocket, logger: false });
  lists = new Seen();
  client.onUpdate(messages.list, {}, (list) => lists.add(list));
  author = await client.mutation(users.create, { name: "Ada", email: "ada@example.com" });
});

after(async () => {
  await client?.close();
  await deployment?.close();
});

for (const { how, end } of [
  { how: "killed", end: () => deployment.kill() },
  { how: "stopped", end: () => deployment.stop() },
]) {
  test(`written before it was ${how}, there afterwards`, async () => {
    const body = `written before it was ${how}`;
    await client.mutation(messages.send, { author, body });
    await end();
    await deployment.start();
    await client.mutation(messages.send, { author, body: `and after it was ${how}` });
    const list = await listWith(`and after it was ${how}`);
    assert.equal(count(list, body), 1);
  });
}

test("pending when it was killed, done once afterwards", async () => {
  deployment.freeze();
  const body = "pending at the kill";
  const pending = client.mutation(messages.send, { author, body });
  await deployment.kill();
  await deployment.start();
  const id = await within("the pending mutation", pending);
  const list = await listWith(body);
  assert.equal(count(list, body), 1);
  assert.equal(list.find((message) => message.body === body)._id, id);
});

function listWith(body) {
  return lists.until(`a list with «${body}»`, (list) => count(list, body) > 0);
}

function count(list, body) {
  return list.filter((message) => message.body === body).length;
}
