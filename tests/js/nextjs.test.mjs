// Promises of lentil/nextjs that need no deployment: what goes to `fetch`, what comes of each answer.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { getEventListeners } from "node:events";
import { afterEach, test } from "node:test";
import { promisify } from "node:util";
import * as npm from "convex/nextjs";
import {
  fetchAction,
  fetchMutation,
  fetchQueries,
  fetchQuery,
  preloadQueries,
  preloadQuery,
} from "../../dist/js/nextjs/index.js";
import { ROOT } from "../support/paths.mjs";

const run = promisify(execFile);

const url = "http://127.0.0.1:9";
const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

/** Answers every call with `body`; gives the calls. */
function answering(body, init) {
  const calls = [];
  globalThis.fetch = async (address, options) => {
    const request = new Request(address, options);
    calls.push({ request, options, body: await request.json() });
    return new Response(typeof body === "string" ? body : JSON.stringify(body), init);
  };
  return calls;
}

test("a call is one uncached POST with the wire version and the user's token", async () => {
  const calls = answering({ status: "success", value: { $integer: "AQAAAAAAAAA=" } });
  assert.equal(await fetchMutation("m:add", { n: 2n }, { url, token: "a.b.c" }), 1n);
  const [{ request, options, body }] = calls;
  assert.deepEqual([request.method, request.url], ["POST", `${url}/api/mutation`]);
  assert.equal(request.headers.get("convex-client"), "npm-1.48.0");
  assert.equal(request.headers.get("content-type"), "application/json");
  assert.equal(request.headers.get("authorization"), "Bearer a.b.c");
  assert.equal(options.cache, "no-store");
  const args = [{ n: { $integer: "AgAAAAAAAAA=" } }];
  assert.deepEqual(body, { path: "m:add", format: "convex_encoded_json", args });
});

test("a new line in a name or an argument stays where it is", async () => {
  const calls = answering({ status: "success", value: null });
  const texts = { a: "1\n2", b: ["\r\n\n", "\u2028", '\\n"'] };
  await fetchQuery("m\n:f\n", texts, { url });
  assert.deepEqual(calls[0].body, {
    path: "m\n:f\n",
    format: "convex_encoded_json",
    args: [texts],
  });
});

test("an admin token wins over a user's", async () => {
  const calls = answering({ status: "success", value: null });
  await fetchAction("m:act", {}, { url, token: "a.b.c", adminToken: "key" });
  assert.equal(calls[0].request.headers.get("authorization"), "Convex key");
});

test("errors of the function carry their data, refusals their text", async () => {
  answering({ status: "error", errorMessage: "no", errorData: { code: 1 } }, { status: 560 });
  await assert.rejects(fetchQuery("m:list", {}, { url }), { message: "no", data: { code: 1 } });
  answering("too busy", { status: 503 });
  await assert.rejects(fetchQuery("m:list", {}, { url }), { message: "too busy" });
  answering("<html>");
  await assert.rejects(fetchQuery("m:list", {}, { url }), { message: "Invalid response: <html>" });
});

test("what a framework throws from fetch passes through untouched", async () => {
  const steering = Object.assign(new Error("rendering goes dynamic"), { digest: "DYNAMIC" });
  globalThis.fetch = async () => {
    throw steering;
  };
  await assert.rejects(fetchQuery("m:list", {}, { url }), (error) => error === steering);
});

test("skipConvexDeploymentUrlCheck accepts an address that does not look like a deployment's", async () => {
  answering({ status: "success", value: 5 });
  const odd = { url: "https://a-b-1.convex.site" };
  await assert.rejects(fetchQuery("m:list", {}, odd), /ends with \.convex\.site/);
  assert.equal(await fetchQuery("m:list", {}, { ...odd, skipConvexDeploymentUrlCheck: true }), 5);
});

test("an address given as undefined is told, as in convex/nextjs, and the environment's is used", async (t) => {
  globalThis.fetch = async () => Response.json({ status: "success", value: 5 });
  process.env.NEXT_PUBLIC_CONVEX_URL = url;
  t.after(() => delete process.env.NEXT_PUBLIC_CONVEX_URL);
  const said = t.mock.method(console, "error", () => {});
  for (const from of [{ fetchQuery }, npm]) {
    assert.equal(await from.fetchQuery("m:list", {}, { url: undefined }), 5);
  }
  const [ours, theirs] = said.mock.calls.map((call) => call.arguments);
  assert.match(ours[0], /^deploymentUrl is undefined, are your environment variables set\?/);
  assert.deepEqual(ours, theirs);
});

test("a preloaded payload is plain JSON", async () => {
  answering({ status: "success", value: [{ $integer: "AQAAAAAAAAA=" }] });
  const payload = await preloadQuery("m:list", { n: 1n }, { url });
  assert.deepEqual(payload, {
    _name: "m:list",
    _argsJSON: { n: { $integer: "AQAAAAAAAAA=" } },
    _valueJSON: [{ $integer: "AQAAAAAAAAA=" }],
  });
});

for (const [what, options, cache, next] of [
  ["nothing is asked of the cache", {}, "no-store", undefined],
  ["revalidate alone: no-store would forbid it", { next: { revalidate: 9 } }, undefined, true],
  [
    "tags alone: whether it is kept is for Next.js to say",
    { next: { tags: ["a"] } },
    undefined,
    true,
  ],
  ["a cache of one's own", { cache: "force-cache" }, "force-cache", undefined],
  ["both", { cache: "force-cache", next: { tags: ["a"] } }, "force-cache", true],
]) {
  test(`what fetch is told of caching: ${what}`, async () => {
    const calls = answering({ status: "success", value: null });
    await fetchQuery("m:list", {}, { url, ...options });
    await preloadQuery("m:list", {}, { url, ...options });
    const told = calls.map(({ options: { cache, next } }) => ({ cache, next }));
    const expected = { cache, next: next && options.next };
    assert.deepEqual(told, [expected, expected]);
  });
}

test("what writes is never cached, whatever it is told", async () => {
  const calls = answering({ status: "success", value: null });
  const options = { url, cache: "force-cache", next: { revalidate: 9 } };
  await fetchMutation("m:add", {}, options);
  await fetchAction("m:act", {}, options);
  for (const { options: told } of calls) {
    assert.deepEqual([told.cache, told.next], ["no-store", undefined]);
  }
});

/** Never answers; ends a call as `fetch` does when its signal says so. */
function silent() {
  globalThis.fetch = (_, { signal }) =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason));
    });
}

test("a signal ends a call: the error names the call and has the reason's name and the reason", async () => {
  silent();
  const reasons = [new Error("the page is gone"), undefined, "a text"];
  for (const reason of reasons) {
    const controller = new AbortController();
    const outcome = fetchQuery("m:list", {}, { url, token: "a.b.c", signal: controller.signal });
    controller.abort(reason);
    const { name, message, cause } = await outcome.catch((error) => error);
    assert.equal(cause, controller.signal.reason);
    const why = reason?.message ?? reason ?? "This operation was aborted";
    assert.equal(message, `The query m:list at ${url} was aborted (${why})`);
    assert.equal(name, reason instanceof Error ? "Error" : "AbortError");
  }
});

test("a signal that was aborted before sends nothing", async () => {
  const calls = answering({ status: "success", value: null });
  const error = await fetchMutation("m:add", {}, { url, signal: AbortSignal.abort() }).catch(
    (thrown) => thrown,
  );
  assert.match(error.message, /^The mutation m:add at .* was not sent: it was aborted/);
  assert.deepEqual([error.name, calls.length], ["AbortError", 0]);
});

test("timeoutMs ends a call that is not answered: the error names it, and what a mutation may have done", async () => {
  silent();
  const late = (call) => call.catch(({ name, message }) => [name, message]);
  assert.deepEqual(await late(fetchQuery("m:list", {}, { url, timeoutMs: 5 })), [
    "TimeoutError",
    `The query m:list at ${url} gave no answer in 5 ms`,
  ]);
  assert.deepEqual(await late(fetchMutation("m:add", {}, { url, timeoutMs: 5 })), [
    "TimeoutError",
    `The mutation m:add at ${url} gave no answer in 5 ms; it may have run`,
  ]);
  const controller = new AbortController();
  const outcome = late(fetchAction("m:act", {}, { url, signal: controller.signal }));
  // As AbortSignal.timeout() does.
  controller.abort(new DOMException("too late", "TimeoutError"));
  const text = `The action m:act at ${url} was aborted (too late); it may have run`;
  assert.deepEqual(await outcome, ["TimeoutError", text]);
});

test("timeoutMs takes what setTimeout would not, and refuses what is no time", async () => {
  answering({ status: "success", value: 5 });
  for (const timeoutMs of [1e12, Number.POSITIVE_INFINITY]) {
    assert.equal(await fetchQuery("m:list", {}, { url, timeoutMs, signal: null }), 5);
  }
  for (const timeoutMs of [0, -1, Number.NaN]) {
    await assert.rejects(fetchQuery("m:list", {}, { url, timeoutMs }), {
      message: `The option timeoutMs takes a number of milliseconds, not ${timeoutMs}.`,
    });
  }
});

test("what a framework throws from fetch passes through limits untouched", async () => {
  const steering = Object.assign(new Error("rendering goes dynamic"), { digest: "DYNAMIC" });
  globalThis.fetch = async () => {
    throw steering;
  };
  const { signal } = new AbortController();
  const outcome = fetchQuery("m:list", {}, { url, signal, timeoutMs: 60_000 });
  await assert.rejects(outcome, (error) => error === steering);
});

/** Answers the time and queries; gives the paths and bodies of what was asked. */
function answeringAtTime(answerOf) {
  const asked = [];
  globalThis.fetch = async (address, { body, cache }) => {
    const { pathname } = new URL(address);
    const text = body === undefined ? undefined : JSON.parse(body);
    asked.push({ pathname, cache, body: text });
    if (pathname === "/api/query_ts") return Response.json({ ts: "AAAAAAAAAAA=" });
    return answerOf(text);
  };
  return asked;
}

test("several queries are asked for at one time, and their results come in their order", async () => {
  const asked = answeringAtTime(({ path }) => Response.json({ status: "success", value: path }));
  const queries = [{ query: "m:b", args: { n: 1n } }, { query: "m:a" }];
  assert.deepEqual(await fetchQueries(queries, { url, token: "a.b.c" }), ["m:b", "m:a"]);
  const ts = "AAAAAAAAAAA=";
  assert.deepEqual(
    asked.map(({ pathname, cache, body }) => [pathname, cache, body?.path, body?.ts]),
    [
      ["/api/query_ts", "no-store", undefined, undefined],
      ["/api/query_at_ts", "no-store", "m:b", ts],
      ["/api/query_at_ts", "no-store", "m:a", ts],
    ],
  );
  const preloaded = await preloadQueries(queries, { url });
  assert.deepEqual(preloaded, [
    { _name: "m:b", _argsJSON: { n: { $integer: "AQAAAAAAAAA=" } }, _valueJSON: "m:b" },
    { _name: "m:a", _argsJSON: {}, _valueJSON: "m:a" },
  ]);
  asked.length = 0;
  assert.deepEqual([await fetchQueries([], { url }), asked], [[], []]);
});

test("an error of one of several queries names it and keeps its data", async () => {
  const failure = { status: "error", errorMessage: "no", errorData: { code: 1 } };
  const success = { status: "success", value: 5 };
  answeringAtTime(({ path }) => Response.json(path === "m:b" ? failure : success));
  const both = [{ query: "m:a" }, { query: "m:b" }];
  const named = { message: "[CONVEX Q(m:b)] no", data: { code: 1 } };
  await assert.rejects(fetchQueries(both, { url }), named);
  const wrong = [{ query: "m:a", args: { when: new Date(0) } }];
  await assert.rejects(fetchQueries(wrong, { url }), /^Error: \[CONVEX Q\(m:a\)\] Date/);
  silent();
  await assert.rejects(fetchQueries(both, { url, timeoutMs: 5 }), {
    name: "TimeoutError",
    message: `The time for queries at ${url} gave no answer in 5 ms`,
  });
});

test("a payload of a user's says that it is one, and the token does not cross", async () => {
  answering({ status: "success", value: 5 });
  const payload = await preloadQuery("m:list", {}, { url, token: "a.b.c" });
  assert.deepEqual(payload, { _name: "m:list", _argsJSON: {}, _valueJSON: 5, _isForUser: true });
});

test("outside of a render each call is its own, also on a server with React", async () => {
  const program = `
    import * as React from "react";
    import { fetchQuery } from "lentil/nextjs";
    let calls = 0;
    globalThis.fetch = async () => Response.json({ status: "success", value: ++calls });
    const call = () => fetchQuery("m:list", {}, { url: "${url}" });
    console.log(JSON.stringify([typeof React.cache, await Promise.all([call(), call()])]));
  `;
  const flags = ["--conditions=react-server", "--input-type=module", "--eval", program];
  const { stdout } = await run(process.execPath, flags, { cwd: ROOT });
  assert.deepEqual(JSON.parse(stdout), ["function", [1, 2]]);
});

test("a reason that cannot be told does not keep the call", async () => {
  silent();
  for (const reason of [Symbol("stop"), Object.create(null), null]) {
    const controller = new AbortController();
    const call = fetchQuery("m:list", {}, { url, signal: controller.signal });
    controller.abort(reason);
    await assert.rejects(call, { name: "AbortError", cause: reason });
  }
});

test("what next says of no caching leaves it at none", async () => {
  const calls = answering({ status: "success", value: 5 });
  await fetchQuery("m:list", {}, { url, next: {} });
  assert.equal(calls[0].options.cache, "no-store");
});

test("a listener of a signal leaves with its call", async () => {
  const { signal } = new AbortController();
  const counts = [];
  const count = () => counts.push(getEventListeners(signal, "abort").length);
  globalThis.fetch = async () => {
    count();
    return Response.json({ status: "success", value: 5 });
  };
  await fetchQuery("m:list", {}, { url, signal });
  count();
  assert.deepEqual(counts, [1, 0]);
});
