// docs/differences.md keeps its word: each named difference has a test, in the file and by the name
// that it gives.

import assert from "node:assert/strict";
import { test } from "node:test";
import { allFiles, textOf } from "./tree.mjs";

const rows = textOf("docs/differences.md")
  .split("\n")
  .filter((line) => line.startsWith("| ") && line !== "| difference | test |")
  .map((line) => line.split(" | ").at(-1).replace(/ \|$/, ""));

/** `file: name` of the tests that a row names but that are not there. */
function missingTests(row) {
  const named = [...row.matchAll(/`([^`]+)`: (.+?)(?=; `|$)/g)];
  if (named.length === 0) return [`no test is named: ${row}`];
  return named
    .filter(([, path, name]) => !allFiles.includes(path) || !isTest(textOf(path), name))
    .map(([, path, name]) => `${path}: ${name}`);
}

const isTest = (text, name) =>
  ["fn NAME()", 'test("NAME"'].some((form) => text.includes(form.replace("NAME", name)));

test("each named difference from npm convex has the test that it names", () => {
  assert.notEqual(rows.length, 0);
  assert.deepEqual(rows.flatMap(missingTests), []);
});
