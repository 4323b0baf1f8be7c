// Promises of dist/js/functions.js: names as the server knows them, arguments from anywhere.

import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { canonicalPath, parseArgs, queryToken } from "../../dist/js/functions.js";

for (const [name, path] of [
  ["messages:list", "messages:list"],
  ["messages.js:list", "messages:list"],
  ["deep/er.js:list", "deep/er:list"],
  ["messages", "messages:default"],
  ["messages.js", "messages:default"],
]) {
  test(`${name} is ${path} to the server`, () => {
    assert.equal(canonicalPath(name), path);
    assert.equal(queryToken(name, "{}"), queryToken(path, "{}"));
  });
}

test("arguments may be left out, have no prototype, or come from another realm", () => {
  assert.deepEqual(parseArgs(undefined), {});
  const bare = Object.assign(Object.create(null), { a: 1 });
  const foreign = runInNewContext("({ a: 1 })");
  for (const args of [bare, foreign]) assert.equal(parseArgs(args), args);
});
