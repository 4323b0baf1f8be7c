// Files stay small enough to read at one sitting, and say first what they are for.

import assert from "node:assert/strict";
import { test } from "node:test";
import { sourcesIn, textOf } from "./tree.mjs";

const sources = sourcesIn("src/", "js/", "react/", "local/", "scripts/", "tests/", "fuzz/");
const linesOf = (path) => textOf(path).split("\n").length - 1;

test("no source file is longer than 400 lines", () => {
  const long = sources.filter((path) => linesOf(path) > 400);
  assert.deepEqual(long, []);
});

test("half of the source files are shorter than 180 lines", () => {
  const lengths = sources.map(linesOf).sort((a, b) => a - b);
  assert.ok(lengths[Math.floor(lengths.length / 2)] < 180);
});

// A directive such as 'use client' has to come first for those who read it by its first line.
const OPENING = /^(#!.*\n)?\s*(["']use [a-z]+["'];?\s*)?(\/\/|\/\*)/;

test("every source file opens with a comment", () => {
  const silent = [...sources, ...sourcesIn("examples/")].filter(
    (path) => !OPENING.test(textOf(path)),
  );
  assert.deepEqual(silent, []);
});

// Tools ask for their configuration by name.
const NAME = /\/([a-z0-9_]+(\.(test|d))?|[a-z_-]+\.config)\.\w+$/;

test("source files have snake_case names", () => {
  const named = sources.filter((path) => !NAME.test(path));
  assert.deepEqual(named, []);
});
