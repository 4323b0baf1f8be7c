// Promises of lentil/nextjs that need no deployment: what goes to `fetch`, what comes of each answer.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import * as npm from "convex/nextjs";
import {
  fetchAction,
  fetchMutation,
  fetchQuery,
  preloadQuery,
} from "../../dist/js/nextjs/index.js";

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
