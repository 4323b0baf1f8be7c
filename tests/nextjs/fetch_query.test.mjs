// lentil/nextjs as an app's server runs it: the installed tarball in plain Node, against the embedded
// deployment; and beside convex/nextjs where requests and error texts must be the same.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { inspect } from "node:util";
import { startDeployment } from "../support/deployment.mjs";
import { freePort } from "../support/free_port.mjs";
import { installPackage } from "./installed_package.mjs";
import { startRecorder } from "./recorder.mjs";

const TOKEN = "eyJhbGciOiJub25lIn0.c2VjcmV0.c2lnbmF0dXJl";

let installed;
let lentil;
let official;
let api;

before(async () => {
  installed = await installPackage();
  ({ lentil, official, anyApi: api } = installed);
});

after(async () => {
  await installed?.remove();
});

describe("against the embedded deployment", () => {
  let deployment;
  let author;

  before(async () => {
    deployment = await startDeployment();
    process.env.NEXT_PUBLIC_CONVEX_URL = deployment.url;
    author = await lentil.fetchMutation(api.users.create, { name: "Ada", email: "a@example.com" });
  });

  beforeEach(() => {
    process.env.NEXT_PUBLIC_CONVEX_URL = deployment.url;
  });

  after(async () => {
    delete process.env.NEXT_PUBLIC_CONVEX_URL;
    await deployment?.close();
  });

  test("a mutation writes and a query reads it", async () => {
    const id = await lentil.fetchMutation(api.messages.send, { author, body: "from a server" });
    const list = await lentil.fetchQuery(api.messages.list, { limit: 1 });
    assert.deepEqual(
      list.map(({ _id, body, authorName }) => ({ _id, body, authorName })),
      [{ _id: id, body: "from a server", authorName: "Ada" }],
    );
  });

  test("a query without arguments needs none", async () => {
    const people = await lentil.fetchQuery(api.users.list);
    assert.deepEqual(
      people.map((person) => person.name),
      ["Ada"],
    );
  });

  test("an address given beats the environment", async () => {
    process.env.NEXT_PUBLIC_CONVEX_URL = `http://127.0.0.1:${await freePort()}`;
    const user = await lentil.fetchQuery(
      api.users.getUser,
      { userId: author },
      { url: deployment.url },
    );
    assert.equal(user.name, "Ada");
  });

  test("a preloaded query crosses as JSON and gives its result", async () => {
    const preloaded = await lentil.preloadQuery(api.users.getUser, { userId: author });
    const theirs = await official.preloadQuery(api.users.getUser, { userId: author });
    assert.deepEqual(preloaded, theirs);
    const crossed = JSON.parse(JSON.stringify(preloaded));
    const user = lentil.preloadedQueryResult(crossed);
    assert.deepEqual(user, await lentil.fetchQuery(api.users.getUser, { userId: author }));
  });

  test("several queries are answered at one time, each as alone, and preloaded so", async () => {
    const queries = [
      { query: api.users.getUser, args: { userId: author } },
      { query: api.users.list },
    ];
    const alone = [
      await lentil.fetchQuery(api.users.getUser, { userId: author }),
      await lentil.fetchQuery(api.users.list),
    ];
    assert.deepEqual(await lentil.fetchQueries(queries), alone);
    const preloaded = await lentil.preloadQueries(queries);
    assert.deepEqual(preloaded.map(lentil.preloadedQueryResult), alone);
    const wrong = [queries[1], { query: api.users.getUser, args: { userId: 5 } }];
    await assert.rejects(lentil.fetchQueries(wrong), /^Error: \[CONVEX Q\(users:getUser\)\] /);
  });

  for (const [kind, call] of [
    ["mutation", () => lentil.fetchMutation(api.messages.send, { author, body: " " })],
    ["action", () => lentil.fetchAction(api.users.sendEmail, { to: "a@example.com", subject: "" })],
  ]) {
    test(`a ConvexError of ${kind} arrives as the app's own ConvexError, with its data`, async () => {
      await assert.rejects(call(), (error) => {
        assert.ok(error instanceof installed.ConvexError);
        assert.ok(
          ["EMPTY_BODY", "EMAIL_ENDPOINT_UNSET"].includes(error.data.code),
          error.data.code,
        );
        return true;
      });
    });
  }

  test("a validator's text arrives as the official client gives it", async () => {
    const [ours, theirs] = await Promise.all(
      [lentil, official].map((it) => rejection(it.fetchQuery(api.users.getUser, { userId: 5 }))),
    );
    assert.equal(withoutRequestId(ours.message), withoutRequestId(theirs.message));
    assert.match(ours.message, /ArgumentValidationError/);
  });
});

describe("what is asked", () => {
  const calls = [
    { name: "fetchQuery", path: "/api/query" },
    { name: "fetchMutation", path: "/api/mutation" },
    { name: "fetchAction", path: "/api/action" },
  ];
  const args = { text: "ü", count: 3, big: 2n ** 40n, bytes: new Uint8Array([1, 255]).buffer };
  const encoded = { $integer: "AQAAAAAAAAA=" };
  let recorder;

  before(async () => {
    const value = { big: encoded, list: [null, { $float: "AAAAAAAAAIA=" }] };
    recorder = await startRecorder({ status: "success", value });
  });

  after(() => recorder?.close());

  for (const { name, path } of calls) {
    test(`${name} asks as the official client does and decodes as it does`, async () => {
      recorder.requests.length = 0;
      const options = { url: recorder.url, token: TOKEN };
      const ours = await lentil[name](api.folder.file.call, args, options);
      const theirs = await official[name](api.folder.file.call, args, options);
      assert.deepEqual(ours, theirs);
      assert.deepEqual(ours, { big: 1n, list: [null, -0] });
      const [asked, askedByThem] = recorder.requests;
      assert.deepEqual(asked, askedByThem);
      assert.equal(asked.path, path);
      assert.equal(asked.headers.authorization, `Bearer ${TOKEN}`);
    });
  }
});

describe("what goes wrong", () => {
  test("an unreachable server is named, and the token is not", async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const error = await rejection(lentil.fetchQuery(api.users.list, {}, { url, token: TOKEN }));
    assert.ok(error.message.includes(url), error.message);
    assert.ok(!inspect(error, { depth: 10 }).includes(TOKEN));
  });

  const address = (url) => ({ url });
  for (const [what, options] of [
    ["no address at all", {}],
    ["an address that is no string", address(5)],
    ["an address that is no URL", address("happy-animal-123")],
    ["an address of another scheme", address("ftp://127.0.0.1:3210")],
    ["the address of HTTP actions", address("https://happy-animal-123.convex.site")],
  ]) {
    test(`${what}: the official text`, async () => {
      delete process.env.NEXT_PUBLIC_CONVEX_URL;
      const ours = await rejection(lentil.fetchQuery(api.users.list, {}, options));
      const theirs = await rejection(official.fetchQuery(api.users.list, {}, options));
      assert.equal(ours.message, theirs.message);
    });
  }

  test("an unset NEXT_PUBLIC_CONVEX_URL is named", async () => {
    delete process.env.NEXT_PUBLIC_CONVEX_URL;
    const error = await rejection(lentil.fetchQuery(api.users.list));
    assert.equal(error.message, "Environment variable NEXT_PUBLIC_CONVEX_URL is not set.");
  });
});

async function rejection(promise) {
  return await promise.then(
    (value) => assert.fail(`gave ${inspect(value)} instead of an error`),
    (error) => error,
  );
}

function withoutRequestId(message) {
  return message.replace(/\[Request ID: \w+\]/, "[Request ID]");
}
