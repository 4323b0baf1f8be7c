// The sample app on the embedded deployment, asked by the official client in Node: what the
// deployment promises to any Convex client. Leaves to resend.test.mjs what clients rarely do.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { ConvexClient, ConvexHttpClient } from "convex/browser";
import { anyApi } from "convex/server";
import { ConvexError } from "convex/values";
import WebSocket from "ws";
import { Seen, within } from "../support/deadline.mjs";
import { startDeployment } from "../support/deployment.mjs";

const { users, messages } = anyApi;
const ABSENT_USER = "j57000820c20a1g7104gm2rc1m70ynr8";

let mail;
let deployment;
let client;

before(async () => {
  mail = await startMailServer();
  deployment = await startDeployment({ env: { EMAIL_ENDPOINT: mail.url } });
  client = new ConvexClient(deployment.url, { webSocketConstructor: WebSocket, logger: false });
});

after(async () => {
  await client?.close();
  await deployment?.close();
  mail?.close();
});

describe("over the sync socket", () => {
  test("a subscription sees the mutation made after it", async () => {
    const seen = subscribe(messages.list, {});
    await seen.until("the first, empty list", (list) => list.length === 0);
    const author = await client.mutation(users.create, { name: "Ada", email: "ada@example.com" });
    const id = await client.mutation(messages.send, { author, body: "hello" });
    const list = await seen.until("the list with the message", (value) => value.length === 1);
    assert.deepEqual(pick(list[0], ["_id", "author", "authorName", "body"]), {
      _id: id,
      author,
      authorName: "Ada",
      body: "hello",
    });
    assert.equal(typeof list[0]._creationTime, "number");
  });

  test("a rename reaches every query that shows the name", async () => {
    const seen = subscribe(messages.list, {});
    const userId = await client.mutation(users.create, { name: "Gil", email: "gil@example.com" });
    await client.mutation(messages.send, { author: userId, body: "by Gil" });
    assert.equal(await client.mutation(users.updateUser, { userId, name: "Gilda" }), null);
    await seen.until("the new name beside the message", (list) =>
      list.some((message) => message.body === "by Gil" && message.authorName === "Gilda"),
    );
  });

  test("documents come back as they were inserted, optional fields absent", async () => {
    const userId = await client.mutation(users.createUser, { email: "bo@example.com", name: "Bo" });
    const user = await client.query(users.getUser, { userId });
    assert.deepEqual(Object.keys(user).sort(), [
      "_creationTime",
      "_id",
      "createdAt",
      "email",
      "emailVerified",
      "name",
    ]);
    assert.deepEqual(pick(user, ["email", "emailVerified", "name"]), {
      email: "bo@example.com",
      emailVerified: false,
      name: "Bo",
    });
    assert.deepEqual(await client.query(users.getUserByEmail, { email: "bo@example.com" }), user);
    assert.equal(await client.query(users.getUserByEmail, { email: "nobody@example.com" }), null);
  });

  test("the latest N messages come oldest first", async () => {
    const author = await client.mutation(users.create, { name: "Cy", email: "cy@example.com" });
    const bodies = ["one", "two", "three", "four"];
    await Promise.all(bodies.map((body) => client.mutation(messages.send, { author, body })));
    const latest = await client.query(messages.list, { limit: 3 });
    assert.deepEqual(
      latest.map((message) => message.body),
      ["two", "three", "four"],
    );
  });

  test("deleting a user takes its messages along", async () => {
    const userId = await client.mutation(users.create, { name: "Di", email: "di@example.com" });
    await client.mutation(messages.send, { author: userId, body: "soon gone" });
    await client.mutation(users.deleteUser, { userId });
    assert.equal(await client.query(users.getUser, { userId }), null);
    const left = await client.query(messages.list, {});
    assert.ok(left.every((message) => message.body !== "soon gone"));
  });

  test("an action fetches from the outside", async () => {
    const email = { to: "ada@example.com", subject: "Hello" };
    assert.deepEqual(await client.action(users.sendEmail, email), { sent: true, status: 202 });
    assert.deepEqual(mail.received, [email]);
  });

  test("a ConvexError arrives with its data", async () => {
    const author = await client.mutation(users.create, { name: "Ed", email: "ed@example.com" });
    await assert.rejects(client.mutation(messages.send, { author, body: "  " }), (error) => {
      assert.ok(error instanceof ConvexError);
      assert.deepEqual(error.data, { code: "EMPTY_BODY", message: "A message needs some text." });
      return true;
    });
  });

  test("a refused mutation leaves nothing behind", async () => {
    const email = "fay@example.com";
    await assert.rejects(client.mutation(users.createUser, { email, name: 7 }));
    assert.equal(await client.query(users.getUserByEmail, { email }), null);
  });

  for (const { promise, args, text } of [
    {
      promise: "a missing argument is named",
      args: {},
      text: /missing the required field `userId`/,
    },
    {
      promise: "an extra argument is named",
      args: { userId: ABSENT_USER, x: 1 },
      text: /extra field `x`/,
    },
    {
      promise: "a wrong type is named",
      args: { userId: 5 },
      text: /Path: \.userId[\s\S]*v\.id\("users"\)/,
    },
  ]) {
    test(promise, async () => {
      await assert.rejects(client.query(users.getUser, args), (error) => {
        assert.match(error.message, /^\[CONVEX Q\(users:getUser\)\]/);
        assert.match(error.message, /ArgumentValidationError: /);
        assert.match(error.message, text);
        return true;
      });
    });
  }

  test("an unknown function is named", async () => {
    await assert.rejects(
      client.query(users.nothing, {}),
      /Could not find public function for 'users:nothing'/,
    );
  });

  function subscribe(query, args) {
    const seen = new Seen();
    client.onUpdate(query, args, (value) => seen.add(value));
    return seen;
  }
});

describe("over HTTP", () => {
  let http;
  before(() => {
    http = new ConvexHttpClient(deployment.url, { logger: false });
  });

  test("a mutation, a query and an action answer", async () => {
    const author = await http.mutation(users.create, { name: "Hal", email: "hal@example.com" });
    const id = await http.mutation(messages.send, { author, body: "by HTTP" });
    const list = await http.query(messages.list, { limit: 1 });
    assert.deepEqual(
      list.map((message) => message._id),
      [id],
    );
    const email = { to: "hal@example.com", subject: "By HTTP" };
    assert.deepEqual(await http.action(users.sendEmail, email), { sent: true, status: 202 });
  });

  test("a ConvexError arrives with its data", async () => {
    const author = await http.mutation(users.create, { name: "Ivy", email: "ivy@example.com" });
    await assert.rejects(http.mutation(messages.send, { author, body: "" }), (error) => {
      assert.ok(error instanceof ConvexError);
      assert.equal(error.data.code, "EMPTY_BODY");
      return true;
    });
  });

  test("a validator's text arrives", async () => {
    await assert.rejects(http.query(users.getUser, {}), /missing the required field `userId`/);
  });
});

test("an action whose environment variable is unset says so", async () => {
  const bare = await startDeployment({ env: { EMAIL_ENDPOINT: "" } });
  try {
    const http = new ConvexHttpClient(bare.url, { logger: false });
    const sending = http.action(users.sendEmail, { to: "a@example.com", subject: "s" });
    await assert.rejects(sending, (error) => {
      assert.ok(error instanceof ConvexError);
      assert.equal(error.data.code, "EMAIL_ENDPOINT_UNSET");
      return true;
    });
  } finally {
    await bare.close();
  }
});

function pick(object, keys) {
  return Object.fromEntries(keys.map((key) => [key, object[key]]));
}

async function startMailServer() {
  const received = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    received.push(JSON.parse(body));
    response.writeHead(202).end();
  });
  await within("the mail server", new Promise((resolve) => server.listen(0, "127.0.0.1", resolve)));
  const url = `http://127.0.0.1:${server.address().port}/send`;
  return { url, received, close: () => server.close() };
}
