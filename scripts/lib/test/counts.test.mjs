// The counts that `npm test` reports are the counts of the runners, no more and no less.

import assert from "node:assert/strict";
import { test } from "node:test";
import { countCargo, countCheck, countNode, settle } from "./counts.mjs";

const CARGO_OUTPUT = `
running 3 tests
test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s

test result: FAILED. 4 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s
`;

test("cargo's results are summed over binaries, ignored tests left out", () => {
  assert.deepEqual(countCargo(CARGO_OUTPUT), { passed: 6, failed: 1 });
});

test("node's results are read from the spec reporter, skipped tests left out", () => {
  const output =
    "\u001b[34mℹ tests 5\u001b[39m\n\u001b[34mℹ pass 3\u001b[39m\nℹ fail 1\nℹ cancelled 1\nℹ skipped 1\n";
  assert.deepEqual(countNode(output), { passed: 3, failed: 2 });
});

test("node's results are read from TAP", () => {
  assert.deepEqual(countNode("# tests 2\n# pass 2\n# fail 0\n# cancelled 0\n"), {
    passed: 2,
    failed: 0,
  });
});

test("a check is one", () => {
  assert.deepEqual(countCheck("", true), { passed: 1, failed: 0 });
  assert.deepEqual(countCheck("", false), { passed: 0, failed: 1 });
});

test("a runner that dies without naming a failure is a failure", () => {
  assert.deepEqual(settle({ passed: 7, failed: 0 }, false), { passed: 7, failed: 1 });
});

test("a stage without any test is a failure", () => {
  assert.deepEqual(settle({ passed: 0, failed: 0 }, true), { passed: 0, failed: 1 });
});
