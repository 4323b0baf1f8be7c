// The tests of results, frames and a core in a worker prove themselves: each planted bug makes one of its tests fail, and without a bug they
// pass.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { plant } from "../differential/plant.mjs";
import { ROOT } from "../support/paths.mjs";
import { BUGS } from "./bugs.mjs";

// A bug may also make a test run for ever.
const DEADLINE_MS = 300_000;

const copies = [];

after(() => {
  for (const copy of copies) rmSync(copy, { recursive: true, force: true });
});

/** A copy of the package with this edit, and of the tests. */
function copyWith(name, edit) {
  const copy = plant(name, edit);
  copies.push(copy);
  for (const part of ["js", "sharing", "worker", "hooks/server.mjs", "support"]) {
    cpSync(join(ROOT, "tests", part), join(copy, "tests", part), { recursive: true });
  }
  return copy;
}

/** How these tests end in a copy. */
function runTests(copy, names) {
  const files = names.map((name) => join(copy, "tests", `${name}.test.mjs`));
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { status, stdout } = spawnSync(
    process.execPath,
    ["--test", "--test-reporter=tap", ...files],
    { env, encoding: "utf8", timeout: DEADLINE_MS },
  );
  const count = (word) => Number(stdout.match(new RegExp(`^# ${word} (\\d+)$`, "m"))?.[1] ?? 0);
  return { status, passed: count("pass"), failed: count("fail"), stdout };
}

test("without a planted bug the tests pass", () => {
  const sound = { file: "js/patch.js", find: "class Draft {", replace: "class Draft {" };
  const names = [...new Set(BUGS.flatMap(({ by }) => by))];
  const { status, failed, passed, stdout } = runTests(copyWith("sharing_sound", sound), names);
  assert.ok(status === 0 && failed === 0 && passed > names.length, stdout);
});

for (const [index, bug] of BUGS.entries()) {
  test(`found: ${bug.name}`, () => {
    const copy = copyWith(`sharing_${index}`, bug);
    const check = spawnSync(process.execPath, ["--check", join(copy, "dist", bug.file)]);
    assert.equal(check.status, 0, "the bug is no JavaScript");
    for (const name of bug.by) {
      const { status } = runTests(copy, [name]);
      assert.notEqual(status, 0, `${name} does not find it`);
    }
  });
}
