// Promises of lentil/nextjs within a render of server components: what is asked for once, and what again. Each program
// stands in for React's renderer, in a process of its own with the condition `react-server`.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { ROOT } from "../support/paths.mjs";

const run = promisify(execFile);

const PREAMBLE = `
import * as React from "react";
import { fetchMutation, fetchQueries, fetchQuery } from "lentil/nextjs";
const inside = React.__SERVER_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE;
const render = () => {
  const made = new Map();
  inside.A = { getCacheForType: (make) => made.get(make) ?? (made.set(make, make()), made.get(make)) };
};
const url = "http://127.0.0.1:9";
const asked = [];
let answer = () => Response.json({ status: "success", value: asked.length });
globalThis.fetch = async (address, { headers, signal }) => {
  asked.push({ path: new URL(address).pathname, authorization: new Headers(headers).get("authorization"), signal });
  return new URL(address).pathname === "/api/query_ts" ? Response.json({ ts: "AAAAAAAAAAA=" }) : answer();
};
const ask = (options) => fetchQuery("m:list", {}, { url, ...options });
const failed = (call) => call.then(() => "fine", ({ name }) => name);
render();
`;

/** What a program says of the requests of its render. */
async function seen(program) {
  const text = `${PREAMBLE}console.log(JSON.stringify(await (async () => {${program}})()));`;
  const flags = ["--conditions=react-server", "--input-type=module", "--eval", text];
  const { stdout } = await run(process.execPath, flags, { cwd: ROOT });
  return JSON.parse(stdout);
}

test("the same query is asked for once in a render, and anew in the next", async () => {
  assert.deepEqual(
    await seen(
      "const two = await Promise.all([ask(), ask()]); render(); return [...two, await ask()];",
    ),
    [1, 1, 2],
  );
});

test("each user asks for himself, and an administrator", async () => {
  const program = `
    for (const who of [{}, { token: "a" }, { token: "b" }, { adminToken: "a" }, { token: "a" }]) await ask(who);
    return asked.map(({ authorization }) => authorization);`;
  assert.deepEqual(await seen(program), [null, "Bearer a", "Bearer b", "Convex a"]);
});

test("after a mutation it is asked for anew", async () => {
  const program = `
    await ask();
    await fetchMutation("m:add", {}, { url });
    await ask();
    return asked.map(({ path }) => path);`;
  assert.deepEqual(await seen(program), ["/api/query", "/api/mutation", "/api/query"]);
});

test("what failed may be asked for again", async () => {
  const program = `
    const good = answer;
    answer = () => new Response("busy", { status: 503 });
    const both = await Promise.all([failed(ask()), failed(ask())]);
    answer = good;
    return [...both, await ask(), asked.length];`;
  assert.deepEqual(await seen(program), ["Error", "Error", 2, 2]);
});

test("another signal is another call, and it reaches the request", async () => {
  const program = `
    const { signal } = new AbortController();
    const other = new AbortController();
    await ask({ signal });
    await ask({ signal });
    answer = () => new Promise(() => {});
    const call = failed(ask({ signal: other.signal }));
    other.abort();
    const request = asked[1].signal;
    return [asked.length, await call, request.aborted];`;
  assert.deepEqual(await seen(program), [2, "AbortError", true]);
});

test("a limit that is none is refused also where the call is another's", async () => {
  assert.deepEqual(
    await seen("await ask(); return [await failed(ask({ timeoutMs: Number.NaN })), asked.length];"),
    ["Error", 1],
  );
});

test("one time serves a render for a while; then it is asked for anew", async () => {
  const program = `
    const two = () => fetchQueries([{ query: "m:a" }, { query: "m:b" }], { url });
    const times = () => asked.filter(({ path }) => path === "/api/query_ts").length;
    await two();
    await two();
    const early = times();
    const real = performance.now.bind(performance);
    performance.now = () => real() + 15_000;
    await two();
    return [early, times()];`;
  assert.deepEqual(await seen(program), [1, 2]);
});
