// Promises of ConvexHttpClient, each beside npm convex's: what goes to `fetch`, in which order, what
// comes of each answer.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ConvexHttpClient as NpmClient } from "convex/browser";
import { ConvexHttpClient } from "../../dist/js/clients/index.js";

const URL = "http://127.0.0.1:9";
const CLIENTS = [ConvexHttpClient, NpmClient];
const SUCCESS = { status: "success", value: null };

/** A `fetch` that keeps its calls and answers each with what `answer` makes of its number and address. */
function recorder(answer = () => SUCCESS) {
  const calls = [];
  const fetch = async (url, init) => {
    calls.push({ url, ...init, body: init.body && JSON.parse(init.body) });
    const said = await answer(calls.length - 1, url);
    return said instanceof Response ? said : new Response(JSON.stringify(said));
  };
  return { calls, fetch };
}

/** What each client makes of `use`: the calls, and the value or the failure. */
async function both(use, { answer, ...options } = {}) {
  const outcomes = [];
  for (const Client of CLIENTS) {
    const { calls, fetch } = recorder(answer);
    const client = new Client(URL, { fetch, logger: false, ...options });
    const outcome = await use(client).then(
      (value) => ({ value }),
      ({ name, message, data }) => ({ name, message, data }),
    );
    outcomes.push({ calls, ...outcome });
  }
  assert.deepEqual(outcomes[0], outcomes[1]);
  return outcomes[0];
}

test("calls of every kind are npm convex's, to the address, header and body", async () => {
  const args = { n: 1n, float: -0, left: undefined };
  for (const kind of ["query", "mutation", "action"]) {
    const { calls } = await both((client) => client[kind]("m:f", args));
    assert.equal(calls[0].url, `${URL}/api/${kind}`);
    assert.equal(calls[0].headers["Convex-Client"], "npm-1.48.0");
  }
  await both((client) => client.query("m:f"));
  const { calls } = await both(async (client) => {
    client.setFetchOptions({ cache: "force-cache" });
    client.setAdminAuth("key");
    await client.function("m:f", undefined, {});
    await client.function("m:f", "component", { n: 1n });
  });
  assert.equal(calls[1].body.componentPath, "component");
});

test("who calls is who is signed in when the call is made", async () => {
  const { calls } = await both(
    async (client) => {
      await client.query("m:f");
      client.setAuth("second");
      await client.query("m:f");
      client.setAdminAuth("key", { issuer: "i", subject: "é" });
      await client.query("m:f");
      client.setAuth("third");
      const mutation = client.mutation("m:f");
      client.clearAuth();
      await mutation;
      client.setAuth("");
      await client.query("m:f");
    },
    { auth: "first" },
  );
  const identities = calls.map(({ headers }) => headers.Authorization?.replace(/:.*/, ":..."));
  assert.deepEqual(identities.slice(0, 2), ["Bearer first", "Bearer second"]);
  assert.deepEqual(identities.slice(2), ["Convex key:...", "Bearer third", undefined]);
});

test("a mutation that waits for its turn goes out as who was signed in when it was asked for", async () => {
  for (const [Client, second] of [
    [ConvexHttpClient, "Bearer first"],
    [NpmClient, "Bearer second"],
  ]) {
    const { calls, fetch } = recorder();
    const client = new Client(URL, { fetch, auth: "first" });
    const queued = [client.mutation("m:f"), client.mutation("m:f")];
    client.setAuth("second");
    await Promise.all(queued);
    const identities = calls.map(({ headers }) => headers.Authorization);
    assert.deepEqual(identities, ["Bearer first", second]);
  }
});

test("mutations go out one by one, whatever becomes of them; skipQueue passes them by", async () => {
  for (const Client of CLIENTS) {
    let answerFirst;
    const first = new Promise((resolve) => {
      answerFirst = () => resolve({ status: "error", errorMessage: "no" });
    });
    const { calls, fetch } = recorder((number) => (number === 0 ? first : SUCCESS));
    const client = new Client(URL, { fetch });
    const failed = assert.rejects(client.mutation("m:one"), { message: "no" });
    const second = client.mutation("m:two");
    await client.mutation("m:beside", {}, { skipQueue: true });
    await client.query("m:query");
    assert.deepEqual(names(calls), ["m:one", "m:beside", "m:query"]);
    answerFirst();
    await failed;
    await second;
    await client.mutation("m:three");
    assert.deepEqual(names(calls).slice(3), ["m:two", "m:three"]);
  }
});

const names = (calls) => calls.map(({ body }) => body?.path);

test("consistent queries share one time, which is asked for once and by nobody", async () => {
  const answer = (_, url) => (url.endsWith("query_ts") ? { ts: "ZAAAAAAAAAA=" } : SUCCESS);
  const consistently = async (client) => {
    client.setAuth("token");
    await Promise.all([client.consistentQuery("m:f"), client.consistentQuery("m:g", { n: 1 })]);
    await client.query("m:f");
  };
  const { calls } = await both(consistently, { answer });
  const paths = calls.map(({ url }) => url.slice(`${URL}/api/`.length));
  assert.deepEqual(paths, ["query_ts", "query_at_ts", "query_at_ts", "query"]);
  assert.equal(calls[0].headers.Authorization, undefined);
  assert.equal(calls[1].body.ts, "ZAAAAAAAAAA=");
});

test("a time that could not be had is not asked for again", async () => {
  const answer = () => new Response("too busy", { status: 503 });
  const { calls, message } = await both(
    async (client) => {
      await assert.rejects(client.consistentQuery("m:f"), { message: "too busy" });
      await client.consistentQuery("m:f");
    },
    { answer },
  );
  assert.deepEqual([calls.length, message], [1, "too busy"]);
});

test("a consistent query with a wrong argument leaves no request alone that may fail", async () => {
  const { calls, fetch } = recorder();
  const client = new ConvexHttpClient(URL, { fetch, logger: false });
  await assert.rejects(client.consistentQuery("m:f", { at: new Date(0) }), /Date/);
  assert.deepEqual(calls, []);
});

test("values and errors are npm convex's", async () => {
  const answers = [
    { status: "success", value: { $integer: "AQAAAAAAAAA=" } },
    { status: "error", errorMessage: "no" },
    { status: "error", errorMessage: "no", errorData: null },
    { status: "error", errorMessage: "no", errorData: { n: { $integer: "AQAAAAAAAAA=" } } },
  ];
  for (const said of answers) {
    for (const status of [200, 560]) {
      const answer = () => new Response(JSON.stringify(said), { status });
      await both((client) => client.query("m:f"), { answer });
    }
  }
  await both((client) => client.action("m:f"), {
    answer: () => new Response('{"code":"Overloaded"}', { status: 503 }),
  });
  const steering = new Error("thrown by fetch");
  await both((client) => client.query("m:f"), { answer: () => Promise.reject(steering) });
});

test("log lines go to the logger, with the kind's letter, unless debug is off", async () => {
  const logged = CLIENTS.map(async (Client) => {
    const lines = [];
    const log = (...line) => lines.push(line);
    const logger = { log, error: log, warn: log, logVerbose: log };
    const logLines = ["[LOG] 'one'", "two"];
    const { fetch } = recorder(() => ({ ...SUCCESS, logLines }));
    const client = new Client(URL, { fetch, logger });
    for (const kind of ["query", "mutation", "action", "function"]) await client[kind]("m:f");
    client.setDebug(false);
    await client.query("m:f");
    return lines;
  });
  const [ours, theirs] = await Promise.all(logged);
  assert.deepEqual(ours, theirs);
  assert.equal(ours.length, 8);
});

test("what cannot be called is refused in npm convex's words, and nothing is sent", async () => {
  const mistakes = [
    (client) => client.query("m:f", [1]),
    (client) => client.mutation("m:f", { at: new Date(0) }),
    (client) => client.action("function://handle"),
    (client) => client.consistentQuery("m:f", "no"),
  ];
  for (const mistake of mistakes) {
    const { calls, message } = await both(mistake);
    assert.equal(calls.length, 0);
    assert.ok(message);
  }
});

test("constructors refuse the same, in the same words", () => {
  for (const [address, options] of [
    [URL, true],
    [undefined],
    ["ftp://x"],
    ["https://x.convex.site"],
  ]) {
    const [ours, theirs] = CLIENTS.map((Client) => {
      try {
        return new Client(address, options).url;
      } catch (error) {
        return error.message;
      }
    });
    assert.equal(ours, theirs);
  }
  for (const Client of CLIENTS) {
    const client = new Client("https://x.convex.site", { skipConvexDeploymentUrlCheck: true });
    assert.equal(client.url, "https://x.convex.site");
    assert.equal(client.backendUrl(), "https://x.convex.site/api");
  }
});

test("without the option it is the global fetch of the moment; a failure to connect names the address", async () => {
  const realFetch = globalThis.fetch;
  const client = new ConvexHttpClient(URL);
  try {
    const { calls, fetch } = recorder();
    globalThis.fetch = fetch;
    await client.query("m:f");
    assert.equal(calls.length, 1);
    globalThis.fetch = async () => {
      throw new TypeError("fetch failed");
    };
    const named = { name: "TypeError", message: new RegExp(`fetch failed: .* at ${URL}$`) };
    await assert.rejects(client.query("m:f"), named);
  } finally {
    globalThis.fetch = realFetch;
  }
});
