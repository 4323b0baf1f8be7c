// `require` and `import` of the packed package in plain Node: the same names, both at work, with types.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startRecorder } from "../nextjs/recorder.mjs";
import { installApp } from "./installed_app.mjs";

// One program for both: with everything that is loaded, used once.
const USE = `
const { createElement: h } = react;
const sockets = [];
class FakeSocket {
  constructor(url) { sockets.push(url); }
  send() {}
  close() {}
}
const client = new live.ConvexReactClient("http://127.0.0.1:1", { webSocketConstructor: FakeSocket });
const Page = () => String(live.useQuery("m:list", {}));
const html = server.renderToString(h(live.ConvexProvider, { client }, h(Page)));
const beforeUse = sockets.length;
const useAuth = () => ({ isLoaded: true, isSignedIn: false, getToken: async () => null });
const Who = () => JSON.stringify(live.useConvexAuth());
const inProvider = (Provider, props) =>
  server.renderToStaticMarkup(h(Provider, { client, ...props }, h(Who), h(Page))).replaceAll("&quot;", '"');
const who = [
  inProvider(live.ConvexProviderWithAuth, { useAuth: () => ({ isLoading: true, isAuthenticated: false }) }),
  inProvider(clerk.ConvexProviderWithClerk, { useAuth }),
  inProvider(auth0.ConvexProviderWithAuth0),
];
const fake = testing.createTestConvex({ auth: "loading" }).query("m:list", "given");
who.push(inProvider(testing.TestConvexProvider, { client: fake }));
client.watchQuery("m:list", {}).onUpdate(() => {});
nextjs.fetchQuery("m:list", {}, { url: process.env.RECORDER }).then(async (fetched) => {
  await client.close();
  const queried = await new browser.ConvexHttpClient(process.env.RECORDER).query("m:list");
  const given = await fake.client.query("m:list", {});
  const names = [root, live, clerk, auth0, nextjs, browser, testing, values].map((entry) => Object.keys(entry).sort());
  const plain = new browser.ConvexClient("http://127.0.0.1:2", { webSocketConstructor: FakeSocket });
  await plain.close();
  const seen = { names, html, who, beforeUse, sockets, fetched, queried, given, cores: coresLoaded() };
  console.log(JSON.stringify(seen));
});
`;
const MODULES = {
  root: "lentil",
  live: "lentil/react",
  clerk: "lentil/react-clerk",
  auth0: "lentil/react-auth0",
  nextjs: "lentil/nextjs",
  browser: "lentil/browser",
  testing: "lentil/testing",
  values: "lentil/values",
};
const PEERS = { react: "react", server: "react-dom/server" };
const load = (line) =>
  Object.entries({ ...MODULES, ...PEERS })
    .map(line)
    .join("\n");
const REQUIRE = `${load(([name, path]) => `const ${name} = require("${path}");`)}
const coresLoaded = () => Object.keys(require.cache).filter((file) => file.includes("/core_")).length;
${USE}`;
const IMPORT = `${load(([name, path]) => `import * as ${name} from "${path}";`)}
const coresLoaded = () => null;
${USE}`;

const TYPED = `import { ConvexReactClient } from "lentil/react";
import { fetchQuery, type NextjsOptions } from "lentil/nextjs";
import { BaseConvexClient, ConvexClient, ConvexHttpClient } from "lentil/browser";
import { createTestConvex } from "lentil/testing";
import { ConvexError, type Value } from "lentil/values";
import { anyApi } from "convex/server";
import { version } from "lentil";
export const client: ConvexReactClient = new ConvexReactClient("https://x.convex.cloud");
export const options: NextjsOptions = { token: "t" };
export const result: Promise<unknown> = fetchQuery(anyApi.m.list, {}, options);
export const text: string = version;
export const http: ConvexHttpClient = new ConvexHttpClient("https://x.convex.cloud");
export const plain: ConvexClient = new ConvexClient("https://x.convex.cloud");
export const base: BaseConvexClient = plain.client;
export const tested: ConvexReactClient = createTestConvex().client;
export const value: Value = new ConvexError("data").data;
// @ts-expect-error: the types are there, and not any
export const wrong: number = client.url;
`;

let app;
let recorder;

before(async () => {
  app = await installApp();
  recorder = await startRecorder({ status: "success", value: ["fetched"] });
});

after(async () => {
  recorder?.close();
  await app?.remove();
});

for (const [how, name, text, cores] of [
  ["require", "app.cjs", REQUIRE, 2],
  ["import", "app.mjs", IMPORT, null],
]) {
  test(`${how} gives everything, working, and loads one core a role`, async () => {
    const used = await app.outputOf(name, text, { RECORDER: recorder.url });
    assert.equal(used.html, "undefined");
    assert.equal(used.beforeUse, 0);
    const state = (isLoading) => ({ isLoading, isAuthenticated: false, isRefreshing: false });
    const shown = [true, false, true, true].map(
      (isLoading) => `${JSON.stringify(state(isLoading))}undefined`,
    );
    assert.deepEqual(
      used.who,
      shown,
      "the providers of all entries are seen by the hooks of lentil/react",
    );
    assert.equal(used.sockets.length, 2);
    const results = [used.fetched, used.queried, used.given];
    assert.deepEqual(results, [["fetched"], ["fetched"], "given"]);
    assert.equal(used.cores, cores);
  });
}

test("require gives the names that import gives", async () => {
  const env = { RECORDER: recorder.url };
  const required = await app.outputOf("app.cjs", REQUIRE, env);
  const imported = await app.outputOf("app.mjs", IMPORT, env);
  assert.deepEqual(required.names, imported.names);
});

test("require takes the CommonJS build", async () => {
  const resolve = `console.log(JSON.stringify(require.resolve("lentil/react")));`;
  assert.match(await app.outputOf("resolve.cjs", resolve), /\/dist\/cjs\/react\.cjs$/);
});

test("both have types", async () => {
  const compilerOptions = { module: "node16", target: "es2022", strict: true, noEmit: true };
  app.write("tsconfig.json", JSON.stringify({ compilerOptions, files: ["use.mts", "use.cts"] }));
  app.write("use.mts", TYPED);
  app.write("use.cts", TYPED);
  assert.equal(await app.typeErrors(), "");
});
