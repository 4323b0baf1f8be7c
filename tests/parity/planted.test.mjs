// The comparison with npm convex fails where it should: each test takes something out of a copy of our types,
// or of a loaded class, and looks for its name in what is missing or unlike.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { compareExports, missing } from "../../scripts/lib/parity/compare.mjs";
import { inRepo, readJson } from "../../scripts/lib/repo.mjs";

const HTTP = "js/clients/http_client.d.ts";
const LIVE = "js/clients/convex_client.d.ts";
const REACT = "react/convex_react_client.d.ts";

/** The rows of one entry point with `from` replaced in the built types. */
function comparedWith(entry, [file, from, to]) {
  const path = inRepo("dist", ...file.split("/"));
  const text = readFileSync(path, "utf8");
  assert.equal(text.split(from).length, 2, `${file} has ${from} once`);
  return compareExports({ entries: [entry], edits: new Map([[path, text.replace(from, to)]]) });
}

const missingWith = (entry, edit) => missing(comparedWith(entry, edit));

const rowOf = ([{ rows }], name) => rows.find((row) => row.name === name);

test("a method that the types of a class lack is missing", () => {
  const lacking = missingWith("browser", [HTTP, /^ {4}consistentQuery<.*$/m, ""]);
  assert.deepEqual(lacking, ["lentil/browser: ConvexHttpClient: consistentQuery"]);
});

test("a method that is private is missing", () => {
  const lacking = missingWith("browser", [LIVE, "    getAuth(): ", "    private getAuth(): "]);
  assert.deepEqual(lacking, ["lentil/browser: ConvexClient: getAuth"]);
});

test("an optional parameter of a method is missing", () => {
  const setAuth = /(?<=setAuth\(fetchToken: AuthTokenFetcher), onChange\?: .*(?=\): void;)/;
  const lacking = missingWith("browser", [LIVE, setAuth, ""]);
  assert.deepEqual(lacking, ["lentil/browser: ConvexClient: setAuth(onChange)"]);
});

test("an option of a constructor is missing, though it is optional", () => {
  const lacking = missingWith("browser", [HTTP, "    fetch?: typeof globalThis.fetch;", ""]);
  assert.deepEqual(lacking, ["lentil/browser: ConvexHttpClient: constructor(options).fetch"]);
});

test("a parameter of a constructor is missing", () => {
  const lacking = missingWith("browser", [HTTP, ", options?: ConvexHttpClientOptions", ""]);
  assert.deepEqual(lacking, ["lentil/browser: ConvexHttpClient: constructor(options)"]);
});

test("an option of another type is unlike, and the class differs", () => {
  const row = rowOf(
    comparedWith("browser", [HTTP, "    auth?: string;", "    auth?: 5;"]),
    "ConvexHttpClient",
  );
  assert.deepEqual(
    [row.ours, row.other],
    [false, [{ path: "constructor(options).auth", why: "5 | undefined for string | undefined" }]],
  );
});

test("a member of an interface is missing", () => {
  const lacking = missingWith("react", [REACT, "    journal(): string | null | undefined;", ""]);
  assert.ok(lacking.includes("lentil/react: Watch: journal"), lacking.join("\n"));
});

test("a member of another type is unlike, and the class differs", () => {
  const row = rowOf(
    comparedWith("browser", [LIVE, "get closed(): boolean", "get closed(): 5"]),
    "ConvexClient",
  );
  assert.equal(row.ours, false);
  assert.ok(row.other.some(({ path, why }) => path === "closed" && why === "5 for boolean"));
});

test("an export that the types lack is missing", () => {
  const lacking = missingWith("browser", [
    HTTP,
    "declare class ConvexHttpClient ",
    "declare class Gone ",
  ]);
  assert.deepEqual(lacking, ["lentil/browser: ConvexHttpClient"]);
});

test("a type that does not resolve is unlike", () => {
  const edit = [LIVE, "get closed(): boolean", "get closed(): Gone"];
  const row = rowOf(comparedWith("browser", edit), "ConvexClient");
  assert.ok(row.other.some(({ path }) => path === "closed"));
});

test("a parameter of a method of another type is named, though TypeScript lets it pass", () => {
  const edit = [HTTP, "    setAuth(value: string)", '    setAuth(value: "a")'];
  const row = rowOf(comparedWith("browser", edit), "ConvexHttpClient");
  assert.deepEqual(row.other, [{ path: "setAuth(value)", why: '"a" for string' }]);
});

test("a method that npm convex's types do not name is missing where the class lacks it", (t) => {
  const require = createRequire(inRepo("package.json"));
  const { default: file } = readJson(inRepo("package.json")).exports["./browser"].require;
  const { prototype } = require(inRepo(file)).ConvexHttpClient;
  const method = Object.getOwnPropertyDescriptor(prototype, "setFetchOptions");
  t.after(() => Object.defineProperty(prototype, "setFetchOptions", method));
  delete prototype.setFetchOptions;
  const lacking = missing(compareExports({ entries: ["browser"] }));
  assert.deepEqual(lacking, ["lentil/browser: ConvexHttpClient: setFetchOptions"]);
});
