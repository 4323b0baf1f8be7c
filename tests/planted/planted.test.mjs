// The core's tests prove themselves: each planted bug makes them fail, and without one they pass.
//
// Works on a copy of the core below target/planted, with a build folder of its own.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { before, test } from "node:test";
import { ROOT } from "../support/paths.mjs";
import { BUGS } from "./bugs.mjs";

const COPY = join(ROOT, "target", "planted", "tree");
const COPIED = [
  "src",
  "tests/simulation",
  "tests/support",
  "Cargo.toml",
  "Cargo.lock",
  "rustfmt.toml",
];
// A bug may also make a test run for ever.
const DEADLINE_MS = 300_000;

before(() => {
  rmSync(COPY, { recursive: true, force: true });
  for (const path of COPIED) {
    mkdirSync(dirname(join(COPY, path)), { recursive: true });
    cpSync(join(ROOT, path), join(COPY, path), { recursive: true });
  }
  // The copy is a workspace of one: the embedded deployment has no part in this.
  const manifest = join(COPY, "Cargo.toml");
  const text = readFileSync(manifest, "utf8");
  writeFileSync(manifest, text.replace(/^members = .*$/m, "members = []"));
  writeFileSync(join(COPY, "rustfmt.toml"), "");
});

/** How the core's tests end on the copy: "passed", "failed", or what cargo said when it could not build them. */
function runTests() {
  const { status, stdout, stderr } = spawnSync(
    "cargo",
    ["test", "-p", "lentil", "--lib", "--test", "simulation"],
    {
      cwd: COPY,
      env: { ...process.env, CARGO_TARGET_DIR: join(ROOT, "target", "planted", "build") },
      encoding: "utf8",
      timeout: DEADLINE_MS,
    },
  );
  if (status === 0) return "passed";
  return /^test result: FAILED/m.test(stdout) || status === null ? "failed" : stderr;
}

test("without a planted bug the tests pass", () => {
  assert.equal(runTests(), "passed");
});

for (const { name, file, find, replace, times = 1, nth = 1 } of BUGS) {
  test(name, () => {
    const path = join(COPY, file);
    const sound = readFileSync(path, "utf8");
    const parts = sound.split(find);
    assert.equal(parts.length - 1, times, `${file} has changed: plant this bug anew`);
    const planted = parts.slice(0, nth).join(find) + replace + parts.slice(nth).join(find);
    writeFileSync(path, planted);
    try {
      assert.equal(runTests(), "failed");
    } finally {
      writeFileSync(path, sound);
    }
  });
}
