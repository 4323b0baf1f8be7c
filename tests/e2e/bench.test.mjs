// Promises of `npm run bench`, by a short run: what it saves has its form, and who renders what is as it says.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { withTables } from "../../bench/lib/write_docs.mjs";
import { temporaryFolder } from "../support/cleanup.mjs";
import { within } from "../support/deadline.mjs";
import { ROOT } from "../support/paths.mjs";

/** For all pages and processes of the run together. */
const WHOLE_MS = 300_000;

const ONLY = "shape-items,list-text,micro-10-";

test("a run measures every column, counts what rendered, and saves numbers, tables and a chart", async () => {
  const { path } = await temporaryFolder("bench-results");
  const args = [join(ROOT, "bench", "run.mjs"), "--only", ONLY, "--repeats", "1", "--out", path];
  await within("the benchmark to end", promisify(execFile)(process.execPath, args), WHOLE_MS);
  const saved = JSON.parse(await readFile(join(path, "latest.json"), "utf8"));
  assert.deepEqual(
    saved.columns.map(({ name }) => name),
    ["official", "lentil", "rows", "floor", "reading"],
  );
  const found = Object.fromEntries(saved.workloads.map((workload) => [workload.name, workload]));
  assert.deepEqual(Object.keys(found), ["list-text", "shape-items", "micro-10-ascii"]);
  checkList(found["list-text"]);
  checkShape(found["shape-items"]);
  for (const numbers of Object.values(found["micro-10-ascii"].columns)) assertPositive(numbers);
  assert.match(await readFile(join(path, "chart.svg"), "utf8"), /<svg .*list of 1,000.*<\/svg>/s);
  const page = "a\n<!-- bench time -->\nold\n<!-- end -->\nb\n";
  const results = saved.workloads.map(({ columns, ...workload }) => ({ workload, columns }));
  const written = withTables(page, { ...saved, results });
  assert.match(written, /^a\n<!-- bench time -->\n\|[^<]*list of 1,000[^<]*<!-- end -->\nb\n$/);
});

function checkList({ kind, steps, columns }) {
  assert.deepEqual([kind, steps], ["time", 60]);
  const { official, lentil, floor, reading } = columns;
  for (const { task, script, heap } of [official, lentil, floor, reading]) {
    assertPositive({ task, script, heap });
  }
  assert.deepEqual([official.rows, lentil.rows], [60_000, 60]);
  assert.deepEqual([floor.rows, reading.rows], [60, 60]);
  assert.deepEqual([official.wasm, lentil.wasm > 0, floor.wasm, reading.wasm], [0, true, 0, 0]);
}

function checkShape({ kind, steps, columns }) {
  assert.deepEqual([kind, steps], ["renders", 20]);
  assert.deepEqual(Object.keys(columns), ["official", "lentil"]);
  const { official, lentil } = columns;
  assert.deepEqual([official.rows, official.lists], [4000, 20]);
  assert.deepEqual([lentil.rows, lentil.lists], [20, 20]);
}

function assertPositive(numbers) {
  for (const [name, value] of Object.entries(numbers)) assert.ok(value > 0, `${name}: ${value}`);
}
