// The packed package in real projects, with the defaults of their tools: the rows that are part of `npm test`. Projects
// stay installed in the cache of tools; `npm run test:packaging` makes all of them anew.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { MatrixRun } from "./lib/matrix_run.mjs";
import { keptFolder } from "./lib/projects.mjs";
import { consumers } from "./matrix.mjs";

const tarball = process.env.LENTIL_TARBALL;
assert.ok(tarball, "LENTIL_TARBALL names the packed package; run: npm test -- --only packaging");

const run = new MatrixRun(tarball);

before(() => run.start());
after(() => run.close());

for (const consumer of (await consumers()).filter(({ isCore }) => isCore)) {
  describe(consumer.name, () => {
    const folder = keptFolder(consumer);
    before(() => run.make(consumer, folder));
    const rows = consumer.rows.filter(({ isCore = true }) => isCore);
    for (const row of rows) test(row.name, () => run.runRow(row, folder));
  });
}
