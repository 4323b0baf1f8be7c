// Promises of dist/js/logger.js: the app's own logger as it is, silence for `false`, else the console, which gets
// verbose lines only when asked for.

import assert from "node:assert/strict";
import { test } from "node:test";
import { makeLogger } from "../../dist/js/logger.js";

const KINDS = ["log", "warn", "error", "debug"];

/** The kinds of console lines that come of one call of each kind. */
function printed(t, option, verbose) {
  const mocks = KINDS.map((kind) => t.mock.method(console, kind, () => {}));
  const logger = makeLogger(option, verbose);
  for (const kind of ["log", "warn", "error", "logVerbose"]) logger[kind]("x");
  const counts = mocks.map((mock) => mock.mock.callCount());
  for (const { mock } of mocks) mock.restore();
  return KINDS.filter((_, index) => counts[index] === 1);
}

test("the console by default, verbose lines on request, nothing for false", (t) => {
  assert.deepEqual(printed(t, undefined, false), ["log", "warn", "error"]);
  assert.deepEqual(printed(t, true, true), KINDS);
  assert.deepEqual(printed(t, false, true), []);
});

test("the app's own logger is used as it is", () => {
  const own = { log() {}, warn() {}, error() {}, logVerbose() {} };
  assert.equal(makeLogger(own, false), own);
});
