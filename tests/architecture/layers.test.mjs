// Arrows between the layers only point down: react -> js -> wasm -> src/web -> core, and the core
// knows no host.

import assert from "node:assert/strict";
import { posix } from "node:path";
import { test } from "node:test";
import { importsIn, rustCodeOf, sourcesIn, textOf } from "./tree.mjs";

const core = sourcesIn("src/").filter((path) => !path.startsWith("src/web/"));

/** Files of the core whose code matches, with what matched. */
const coreNaming = (pattern) =>
  core.flatMap((path) => {
    const found = rustCodeOf(path).match(pattern);
    return found ? [`${path}: ${found[0]}`] : [];
  });

test("only src/web names wasm-bindgen and its family", () => {
  assert.deepEqual(coreNaming(/\b(wasm_bindgen|js_sys|web_sys|gloo)\w*/), []);
});

test("the core is never async", () => {
  assert.deepEqual(coreNaming(/\b(async|await|Future)\b/), []);
});

test("the core reads no clock", () => {
  assert.deepEqual(coreNaming(/\b(SystemTime|Instant)\b/), []);
});

test("the core does no IO and starts no thread", () => {
  assert.deepEqual(coreNaming(/\bstd::(net|thread|fs|env|process)\b/), []);
});

/** What a file imports: paths from the root for its own tree, names for everything else. */
const importsOf = (path) =>
  importsIn(textOf(path)).map((name) =>
    name.startsWith(".") ? posix.join(posix.dirname(path), name) : name,
  );

/** `file imports what` for every import that is not allowed. */
const refused = (files, isAllowed) =>
  files.flatMap((path) =>
    importsOf(path)
      .filter((name) => !isAllowed(name))
      .map((name) => `${path} imports ${name}`),
  );

test("only js/wasm imports what wasm-bindgen made", () => {
  const others = sourcesIn("js/", "react/").filter((path) => !path.startsWith("js/wasm/"));
  assert.deepEqual(
    refused(others, (name) => !/^(wasm|pkg|dist)\//.test(name)),
    [],
  );
});

test("react/ imports only js/, itself, react and the peer's values and server", () => {
  const allowed = /^(js\/|react\/|react$|react\/jsx-runtime$|convex\/(values|server)$)/;
  assert.deepEqual(
    refused(sourcesIn("react/"), (name) => allowed.test(name)),
    [],
  );
});

test("js/ does not know react", () => {
  const allowed = /^(js\/|#wasm|convex\/(values|server)$)/;
  const files = sourcesIn("js/").filter((path) => !path.startsWith("js/wasm/"));
  assert.deepEqual(
    refused(files, (name) => allowed.test(name)),
    [],
  );
});
