// The packed package under the condition `react-native`, in plain Node without WebAssembly: all that an app may import is
// there, is npm convex's, and has Lentil's types.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { installApp } from "../tarball/installed_app.mjs";

const DOORS = ["react", "react-clerk", "react-auth0", "browser", "nextjs", "values"];
/** What npm convex has not. */
const OURS = {
  react: ["useQueryRows", "useRow"],
  nextjs: ["fetchQueries", "preloadQueries"],
};
const SLIM = ["BaseConvexClient", "ConvexClient", "ConvexHttpClient", "ConvexReactClient"];

/** A program that loads each door by `load`, and prints what it found; WebAssembly is gone before. */
const program = (load) => `
delete globalThis.WebAssembly;
const warnings = [];
console.warn = (text) => warnings.push(text);
const seen = {};
for (const door of ${JSON.stringify(DOORS)}) {
  const ours = await ${load}("lentil/" + door);
  const theirs = await ${load}("convex/" + door);
  const names = Object.keys(ours).filter((name) => name !== "module.exports");
  seen[door] = { names: names.sort(), others: names.filter((name) => ours[name] !== theirs[name]) };
}
const slim = await ${load}("lentil/slim");
const theirs = { ...(await ${load}("convex/react")), ...(await ${load}("convex/browser")) };
seen.slim = Object.keys(slim).filter((name) => slim[name] === theirs[name]).sort();
const worker = await ${load}("lentil/worker");
seen.worker = Object.keys(worker).filter((name) => worker[name] === theirs[name]);
seen.given = "initLentil" in slim && (await slim.initLentil("http://127.0.0.1:1")) === undefined;
const { fetchQueries } = await ${load}("lentil/nextjs");
seen.refused = await fetchQueries([]).catch((error) => error.message);
seen.version = Object.keys(await ${load}("lentil"));
console.log(JSON.stringify({ seen, warnings }));
`;
const IMPORT = program("import");
const REQUIRE = `(async () => {${program("require")}})();`;

let app;

before(async () => {
  app = await installApp();
});

after(async () => {
  await app?.remove();
});

const native = (env = {}) => ({ NODE_OPTIONS: "--conditions=react-native", ...env });

for (const [how, file, text] of [
  ["import", "app.mjs", IMPORT],
  ["require", "app.cjs", REQUIRE],
]) {
  test(`${how} gives every name, npm convex's own but for what that has not; in development it says so once`, async () => {
    const { seen, warnings } = await app.outputOf(file, text, native());
    const ordinary = await app.outputOf(
      file,
      text.replace("delete globalThis.WebAssembly", "").replace(/^seen.given.*$/m, ""),
    );
    for (const door of DOORS) {
      const here = seen[door].names.filter((name) => name !== "default");
      assert.deepEqual(here, ordinary.seen[door].names, door);
      assert.deepEqual(seen[door].others, OURS[door] ?? [], door);
    }
    assert.deepEqual([seen.slim, seen.given], [SLIM, true]);
    assert.deepEqual(seen.worker, ["ConvexReactClient"]);
    assert.match(seen.refused, /^fetchQueries of lentil\/nextjs runs on a server/);
    assert.deepEqual(seen.version, ordinary.seen.version);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0], /lentil\/react and the like are npm convex's/);
    assert.deepEqual(ordinary.warnings, []);
  });

  test(`${how} is silent in production`, async () => {
    const { warnings } = await app.outputOf(file, text, native({ NODE_ENV: "production" }));
    assert.deepEqual(warnings, []);
  });
}

const ROWS_IN_USE = `
import { createElement as h } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { ConvexProvider } from "convex/react";
import { useQueryRows, useRow } from "lentil/react";
const Row = ({ row }) => row.key + "=" + useRow(row).body + row.current.body + ";";
const List = () => {
  const rows = useQueryRows("m:list", {});
  return Array.isArray(rows) ? rows.map((row) => h(Row, { key: row.key, row })) : String(rows);
};
const shownOf = (result) => {
  const watch = { onUpdate: () => () => {}, localQueryResult: () => result, journal: () => undefined };
  const client = { watchQuery: () => watch };
  try {
    return renderToStaticMarkup(h(ConvexProvider, { client }, h(List)));
  } catch (error) {
    return error.message;
  }
};
const doc = (_id, body) => ({ _id, body });
const lists = [[doc("a", "x"), doc("b", "y"), doc("a", "z"), { body: "w" }], null, undefined, "text"];
console.log(JSON.stringify(lists.map(shownOf)));
`;

test("useQueryRows gives rows by the provider and the query of npm convex", async () => {
  assert.deepEqual(await app.outputOf("rows.mjs", ROWS_IN_USE, native()), [
    "a=xx;b=yy;a#2=zz;#3=ww;",
    "null",
    "undefined",
    "useQueryRows takes a query that returns an array or null; m:list returned a value of type string.",
  ]);
});

const TYPED = `import { ConvexReactClient, useQueryRows } from "lentil/react";
import { ConvexHttpClient } from "lentil/browser";
export const client: ConvexReactClient = new ConvexReactClient("https://x.convex.cloud", { freezeResults: true });
export const http: ConvexHttpClient = new ConvexHttpClient("https://x.convex.cloud");
export const rows: typeof useQueryRows = useQueryRows;
// @ts-expect-error: the types are there, and not any
export const wrong: number = client.url;
`;

test("the types are those of Lentil, as React Native's TypeScript resolves", async () => {
  const compilerOptions = {
    ...{ module: "esnext", moduleResolution: "bundler", customConditions: ["react-native"] },
    ...{ target: "es2022", strict: true, noEmit: true },
  };
  app.write("tsconfig.json", JSON.stringify({ compilerOptions, files: ["use.ts"] }));
  app.write("use.ts", TYPED);
  assert.equal(await app.typeErrors(), "");
});
