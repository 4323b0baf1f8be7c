// Nothing that npm convex gives a client is missing, and docs/parity.md says what there is.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { compareExports, missing } from "../../scripts/lib/parity/compare.mjs";
import { PARITY_PAGE, pageOf } from "../../scripts/lib/parity/page.mjs";

let entries;

before(async () => {
  entries = await compareExports();
});

test("types are really compared: the provider's context is our own class", () => {
  const { rows } = entries.find(({ entry }) => entry === "react");
  const standing = (name) => rows.find((row) => row.name === name).ours;
  assert.deepEqual([standing("ConvexProvider"), standing("useQuery")], [false, true]);
});

test("every export of npm convex is there", () => {
  assert.ok(entries.every(({ rows }) => rows.length > 0));
  assert.deepEqual(missing(entries), []);
});

test("docs/parity.md is what `npm run parity` writes", () => {
  assert.equal(readFileSync(PARITY_PAGE, "utf8"), pageOf(entries));
});
