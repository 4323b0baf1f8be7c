// How many tests passed and failed, read from what test runners print. A skipped test is neither:
// it must not pass for one that ran.

import { stripVTControlCharacters } from "node:util";

/** cargo test and wasm-bindgen-test: one line a test binary. */
const CARGO = /^test result: \w+\. (\d+) passed; (\d+) failed/gm;

/** node --test, as `spec` (ℹ) or TAP (#); a cancelled test is one that did not pass. */
const NODE = /^(?:ℹ|#) (pass|fail|cancelled) (\d+)$/gm;

export function countCargo(output) {
  const counts = { passed: 0, failed: 0 };
  for (const [, passed, failed] of plain(output).matchAll(CARGO)) {
    counts.passed += Number(passed);
    counts.failed += Number(failed);
  }
  return counts;
}

export function countNode(output) {
  const counts = { passed: 0, failed: 0 };
  for (const [, kind, count] of plain(output).matchAll(NODE)) {
    counts[kind === "pass" ? "passed" : "failed"] += Number(count);
  }
  return counts;
}

/** A check has no tests inside: it is one. */
export const countCheck = (_output, isOk) => ({ passed: isOk ? 1 : 0, failed: isOk ? 0 : 1 });

/**
 * What a stage adds to the total. A runner that failed without naming a failure, or that ran
 * nothing, counts as one failure: silence is not success.
 */
export function settle({ passed, failed }, isOk) {
  const isSuspicious = failed === 0 && (!isOk || passed === 0);
  return { passed, failed: isSuspicious ? 1 : failed };
}

const plain = (output) => stripVTControlCharacters(output).replaceAll("\r\n", "\n");
