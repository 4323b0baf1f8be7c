// Nothing that npm convex gives a client is missing, neither an export nor a member, and docs/parity.md says
// what there is. That the comparison sees what is missing is shown in `planted.test.mjs`.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { compareExports, missing } from "../../scripts/lib/parity/compare.mjs";
import { PARITY_PAGE, pageOf } from "../../scripts/lib/parity/page.mjs";

let entries;

before(() => {
  entries = compareExports();
});

test("every export of npm convex and every member of one is there", () => {
  assert.ok(entries.every(({ rows }) => rows.length > 0));
  assert.deepEqual(missing(entries), []);
});

test("what differs or is wider says by which members", () => {
  const rows = entries.flatMap((entry) => entry.rows);
  const unlike = rows.filter(({ ours, theirs }) => ours === false || theirs === false);
  assert.ok(unlike.length > 0);
  const unexplained = unlike.filter(({ other, more }) => other.length + more.length === 0);
  assert.deepEqual(unexplained, []);
});

test("docs/parity.md is what `npm run parity` writes", () => {
  assert.equal(readFileSync(PARITY_PAGE, "utf8"), pageOf(entries));
});
