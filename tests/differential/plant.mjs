// Copies of the built package with a bug in them, below target/differential.

import assert from "node:assert/strict";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/paths.mjs";

const COPIES = join(ROOT, "target", "differential");
const PARTS = ["package.json", "dist/js", "dist/react", "dist/wasm", "dist/worker"];

/** A copy of the package, called `name`; in `file` below dist/ stands `replace` for `find`, which stands there once. */
export function plant(name, { file, find, replace }) {
  const copy = join(COPIES, name);
  rmSync(copy, { recursive: true, force: true });
  for (const path of PARTS) cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  const path = join(copy, "dist", file);
  const parts = readFileSync(path, "utf8").split(find);
  assert.equal(parts.length, 2, `${file} has changed: plant this bug anew`);
  writeFileSync(path, parts.join(replace));
  return copy;
}
