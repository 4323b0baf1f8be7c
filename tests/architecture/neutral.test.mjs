// The repository speaks of the product alone: nothing in it names the machine it was written on
// or where packages happened to be downloaded from.

import assert from "node:assert/strict";
import { test } from "node:test";
import { allFiles, isBinary, textOf } from "./tree.mjs";

const texts = allFiles.filter((path) => !isBinary(path));

// Spelled in parts, as this file is searched too.
const MACHINE_PATH = new RegExp(`(?<![\\w.:/-])/(${["work", "root", "home"].join("|")})/`);
const REGISTRY_HOST = new RegExp(
  ["registry", "static", "index"].map((host) => `${host}\\.(npmjs|crates|yarnpkg)\\.`).join("|"),
);

const linesMatching = (files, pattern) =>
  files.flatMap((path) =>
    textOf(path)
      .split("\n")
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
  );

test("no file names a path of a machine", () => {
  assert.deepEqual(linesMatching(texts, MACHINE_PATH), []);
});

test("no file names the host of a package registry", () => {
  assert.deepEqual(linesMatching(texts, REGISTRY_HOST), []);
});
