// The random scripts prove themselves: each planted bug makes one of the first fail.
//
// Works on copies of dist/ below target/differential.

import assert from "node:assert/strict";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT } from "../support/paths.mjs";
import { BUGS, faultySocket } from "./bugs.mjs";
import { loadOurs, Official } from "./clients.mjs";
import { runMany } from "./run.mjs";

const COPIES = join(ROOT, "target", "differential");
const MOST = 500;

/** A copy of the package with the bug in it. */
function plant({ file, find, replace }, index) {
  const copy = join(COPIES, `bug_${index}`);
  rmSync(copy, { recursive: true, force: true });
  for (const path of ["package.json", "dist/js", "dist/wasm"]) {
    cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  }
  const path = join(copy, "dist", "js", file);
  const parts = readFileSync(path, "utf8").split(find);
  assert.equal(parts.length, 2, `${file} has changed: plant this bug anew`);
  writeFileSync(path, parts.join(replace));
  return copy;
}

/** The client with the bug. */
async function faulty(bug, index) {
  if (bug.file) return loadOurs(plant(bug, index));
  const Ours = await loadOurs();
  return class extends Ours {
    constructor(options) {
      const { webSocketConstructor } = options;
      super({ ...options, webSocketConstructor: faultySocket(webSocketConstructor, bug) });
    }
  };
}

for (const [index, bug] of BUGS.entries()) {
  test(`found: ${bug.name}`, async () => {
    const clients = { official: Official, ours: await faulty(bug, index) };
    const found = await runMany({ clients, seed: 1, count: MOST });
    assert.ok(found, `${MOST} scripts did not find it`);
  });
}
