// The loaders of the edge runtime: a file that is missing is an error where it is used, and nowhere before.

import assert from "node:assert/strict";
import { test } from "node:test";
import { moduleOf } from "../../dist/js/wasm/edge_file.js";

const EMPTY = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));

test("the module of the file is there once the code that imports it has run", async () => {
  const module = moduleOf(Promise.resolve({ default: EMPTY }));
  assert.throws(module, /not while modules load/);
  await null;
  assert.equal(module(), EMPTY);
});

test("a file that could not be loaded is an error with its cause where it is used, and not before", async () => {
  const cause = new Error("no such file");
  const module = moduleOf(Promise.reject(cause));
  await null;
  assert.throws(module, (error) => error.cause === cause);
});
