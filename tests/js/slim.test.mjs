// Promises of `lentil/slim`: its clients say what they need, take it in every form, and are clients like the others then.
// The tests stand in the order in which an app would come to them: what was given once stays.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { createContext, runInContext } from "node:vm";
import { createElement as h } from "react";
import { renderToString } from "react-dom/server";
import { ConvexProvider, useQuery } from "../../dist/react/index.js";
import {
  BaseConvexClient,
  ConvexClient,
  ConvexHttpClient,
  ConvexReactClient,
  initLentil,
} from "../../dist/slim/index.js";
import { within } from "../support/deadline.mjs";
import { fakeSockets, transition } from "./fake_socket.mjs";

const URL_OF_NOBODY = "http://127.0.0.1:1";
const bytesOf = (name) => readFileSync(new URL(`../../dist/wasm/${name}`, import.meta.url));
const CLIENT = bytesOf("client_bg.wasm");
const HTTP = bytesOf("http_bg.wasm");
const MISSING =
  /core is not there yet.*await initLentil\(source\) of lentil\/slim.*the file lentil\/wasm: /;

/** What a page may serve. */
const FILES = {
  "/core.wasm": [200, "application/wasm", CLIENT],
  "/plain.wasm": [200, "application/octet-stream", HTTP],
  "/page.wasm": [200, "text/html", "<!doctype html>"],
  "/broken.wasm": [200, "application/wasm", "<!doctype html>"],
  "/missing.wasm": [404, "text/html", "nothing"],
};

let server;
let site;

before(async () => {
  server = createServer((request, response) => {
    const [status, type, body] = FILES[request.url];
    response.writeHead(status, { "Content-Type": type }).end(body);
  });
  await within("the files' server", new Promise((done) => server.listen(0, "127.0.0.1", done)));
  site = `http://127.0.0.1:${server.address().port}`;
});

after(() => {
  server?.close();
  server?.closeAllConnections();
});

const Page = () => String(useQuery("m:list", {}));

/** A client that shows one query, and what it is shown. */
function watching() {
  const { FakeSocket, last } = fakeSockets();
  const client = new ConvexReactClient(URL_OF_NOBODY, { webSocketConstructor: FakeSocket });
  const watch = client.watchQuery("m:list", {});
  return { client, last, watch, start: () => watch.onUpdate(() => {}) };
}

/** Sees that the live clients work. */
async function assertLive() {
  const { client, last, watch, start } = watching();
  start();
  last().open();
  await Promise.resolve();
  last().say(transition([0, 0], [1, 1], { 0: ["shown"] }));
  assert.deepEqual(watch.localQueryResult(), ["shown"]);
  await client.close();
}

test("a page renders on a server without a core", () => {
  const client = new ConvexReactClient(URL_OF_NOBODY);
  assert.equal(renderToString(h(ConvexProvider, { client }, h(Page))), "undefined");
});

test("a client that needs the core before it was given says what to do", async () => {
  const { start } = watching();
  assert.throws(start, MISSING);
  const options = { webSocketConstructor: fakeSockets().FakeSocket };
  assert.throws(() => new BaseConvexClient(URL_OF_NOBODY, () => {}, options), MISSING);
  assert.throws(() => new ConvexClient(URL_OF_NOBODY, options), MISSING);
  const http = new ConvexHttpClient(URL_OF_NOBODY);
  await assert.rejects(http.query("m:f"), /the file lentil\/wasm-http: /);
});

test("what is no core of ours is refused by name, and harms nothing", async () => {
  const nothing = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  const older = Buffer.from(
    CLIENT.toString("latin1").replace(/lentilclient \w{12}$/, "lentilclient 0123456789ab"),
    "latin1",
  );
  for (const [source, expected] of [
    [nothing, /none of Lentil's.*lentil\/wasm or lentil\/wasm-http/],
    [older, /of another build \(client 0123456789ab\).*\(client \w{12}, http \w{12}\)/],
    [Uint8Array.of(1, 2, 3), /could not be compiled from what was given.*'wasm-unsafe-eval'/],
    [`${site}/missing.wasm`, /\/missing\.wasm has status 404/],
    [
      `${site}/page.wasm`,
      /could not be compiled from .*\/page\.wasm \(text\/html\): is it the file lentil\/wasm\?/,
    ],
    [`${site}/broken.wasm`, /could not be compiled from .*\/broken\.wasm/],
  ]) {
    await assert.rejects(initLentil(source), expected);
  }
  assert.throws(watching().start, MISSING);
});

test("a client that was refused works once the core is there; a module is in use at once", async () => {
  const { client, last, watch, start } = watching();
  assert.throws(start, MISSING);
  const given = initLentil(new WebAssembly.Module(CLIENT));
  start();
  last().open();
  await Promise.resolve();
  last().say(transition([0, 0], [1, 1], { 0: "shown" }));
  assert.equal(watch.localQueryResult(), "shown");
  await given;
  await client.close();
});

test("every kind of source, also to come, and again", async () => {
  const foreign = runInContext("(bytes) => new WebAssembly.Module(bytes)", createContext({}));
  for (const source of [
    CLIENT,
    new Uint8Array(CLIENT).buffer,
    foreign(new Uint8Array(CLIENT)),
    `${site}/core.wasm`,
    new URL(`${site}/core.wasm`),
    await fetch(`${site}/core.wasm`),
    fetch(`${site}/core.wasm`),
    new Response(CLIENT),
    WebAssembly.compile(CLIENT),
  ]) {
    await initLentil(source);
    await assertLive();
  }
});

test("the core for HTTP is a file of its own, which says so itself; its type does not matter", async () => {
  const lacking = /lentil\/wasm-http \(what it was given is that of other clients\)/;
  await assert.rejects(new ConvexHttpClient(URL_OF_NOBODY).query("m:f"), lacking);
  await initLentil(`${site}/plain.wasm`);
  const fetch = async () => new Response(JSON.stringify({ status: "success", value: "fetched" }));
  assert.equal(await new ConvexHttpClient(URL_OF_NOBODY, { fetch }).query("m:f"), "fetched");
  await assertLive();
});

test("its own clients go together, below a client for React, too", async () => {
  const options = { webSocketConstructor: fakeSockets().FakeSocket };
  const baseClient = new BaseConvexClient(URL_OF_NOBODY, () => {}, options);
  const client = new ConvexReactClient(URL_OF_NOBODY, { baseClient });
  assert.equal(client.sync, baseClient);
  await client.close();
});
