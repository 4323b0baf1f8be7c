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
const SignedOut = ({ children, ...props }) =>
  h(auth0React.Auth0Context.Provider, { value: { isLoading: false, isAuthenticated: false } },
    h(auth0.ConvexProviderWithAuth0, props, children));
const who = [
  inProvider(live.ConvexProviderWithAuth, { useAuth: () => ({ isLoading: true, isAuthenticated: false }) }),
  inProvider(clerk.ConvexProviderWithClerk, { useAuth }),
  inProvider(auth0.ConvexProviderWithAuth0),
  inProvider(SignedOut),
];
const fake = testing.createTestConvex({ auth: "loading" }).query("m:list", "given");
who.push(inProvider(testing.TestConvexProvider, { client: fake }));
const base = new browser.BaseConvexClient("http://127.0.0.1:3", () => {}, { webSocketConstructor: FakeSocket });
const onBase = new live.ConvexReactClient("http://127.0.0.1:3", { baseClient: base });
const isShared = onBase.sync === base;
client.watchQuery("m:list", {}).onUpdate(() => {});
nextjs.fetchQuery("m:list", {}, { url: process.env.RECORDER }).then(async (fetched) => {
  await client.close();
  const queried = await new browser.ConvexHttpClient(process.env.RECORDER).query("m:list");
  const given = await fake.client.query("m:list", {});
  const names = [root, live, clerk, auth0, nextjs, browser, testing, values, slim, worker].map((entry) => Object.keys(entry).sort());
  const plain = new browser.ConvexClient("http://127.0.0.1:2", { webSocketConstructor: FakeSocket });
  await plain.close();
  await onBase.close();
  const seen = { names, html, who, isShared, beforeUse, sockets: sockets.length, fetched, queried, given };
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
  slim: "lentil/slim",
  worker: "lentil/worker",
};
const PEERS = { react: "react", server: "react-dom/server", auth0React: "@auth0/auth0-react" };
const load = (line) =>
  Object.entries({ ...MODULES, ...PEERS })
    .map(line)
    .join("\n");
const REQUIRE = `${load(([name, path]) => `const ${name} = require("${path}");`)}
${USE}`;
const IMPORT = `${load(([name, path]) => `import * as ${name} from "${path}";`)}
${USE}`;

const TYPED = `import { ConvexReactClient } from "lentil/react";
import { fetchQuery, type NextjsOptions } from "lentil/nextjs";
import { BaseConvexClient, ConvexClient, ConvexHttpClient } from "lentil/browser";
import { createTestConvex } from "lentil/testing";
import { ConvexError, type Value } from "lentil/values";
import { anyApi } from "convex/server";
import { version } from "lentil";
import { ConvexReactClient as SlimClient, initLentil } from "lentil/slim";
import { ConvexReactClient as WorkerClient } from "lentil/worker";
export const client: ConvexReactClient = new ConvexReactClient("https://x.convex.cloud");
export const options: NextjsOptions = { token: "t" };
export const result: Promise<unknown> = fetchQuery(anyApi.m.list, {}, options);
export const text: string = version;
export const slim: ConvexReactClient = new SlimClient("https://x.convex.cloud");
export const inWorker: ConvexReactClient = new WorkerClient("https://x.convex.cloud");
export const given: Promise<void> = initLentil("/core.wasm");
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

for (const [how, name, text] of [
  ["require", "app.cjs", REQUIRE],
  ["import", "app.mjs", IMPORT],
]) {
  test(`${how} gives everything, working, and what entries share is one thing to all`, async () => {
    const used = await app.outputOf(name, text, { RECORDER: recorder.url });
    assert.equal(used.html, "undefined");
    assert.equal(used.beforeUse, 0);
    const state = (isLoading) => ({ isLoading, isAuthenticated: false, isRefreshing: false });
    const shown = [true, false, true, false, true].map(
      (isLoading) => `${JSON.stringify(state(isLoading))}undefined`,
    );
    assert.deepEqual(
      used.who,
      shown,
      "the providers of all entries are seen by the hooks of lentil/react, and Auth0's own by ours",
    );
    assert.ok(used.isShared, "a client of lentil/browser is one to lentil/react");
    assert.equal(used.sockets, 3);
    const results = [used.fetched, used.queried, used.given];
    assert.deepEqual(results, [["fetched"], ["fetched"], "given"]);
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
  assert.match(await app.outputOf("resolve.cjs", resolve), /\/dist\/cjs\/react\/index\.cjs$/);
});

test("both have types, whatever TypeScript checks of a package", async () => {
  const compilerOptions = { module: "node16", target: "es2022", strict: true, noEmit: true };
  app.write("tsconfig.json", JSON.stringify({ compilerOptions, files: ["use.mts", "use.cts"] }));
  app.write("use.mts", TYPED);
  app.write("use.cts", TYPED);
  assert.equal(await app.typeErrors(), "");
});
