// Files of the edge runtime: one that is missing is an error where it is used, and nowhere before.

import assert from "node:assert/strict";
import { test } from "node:test";
import { EdgeFile } from "../../dist/js/wasm/edge_file.js";

const EMPTY = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));

test("the module is there once the file is loaded", async () => {
  const file = new EdgeFile(Promise.resolve({ default: EMPTY }));
  assert.throws(() => file.module, /while modules load/);
  await file.loaded;
  assert.equal(file.module, EMPTY);
});

test("a file that could not be loaded is an error with its cause where it is used, and not before", async () => {
  const cause = new Error("no such file");
  const file = new EdgeFile(Promise.reject(cause));
  await file.loaded;
  assert.throws(
    () => file.module,
    (error) => error.cause === cause,
  );
});
