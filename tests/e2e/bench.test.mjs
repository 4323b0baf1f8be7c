// Promises of `npm run bench`, by a short run: what it saves has its form, and who renders what is as it says.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { tablesByKind } from "../../bench/lib/report.mjs";
import { readResults } from "../../bench/lib/save.mjs";
import { withTables } from "../../bench/lib/write_docs.mjs";
import { temporaryFolder } from "../support/cleanup.mjs";
import { within } from "../support/deadline.mjs";
import { ROOT } from "../support/paths.mjs";

/** For all pages and processes of the run together. */
const WHOLE_MS = 300_000;

const ONLY = "shape-items,list-text,load-10000,edit-1000,micro-10-,native-counter";

test("a run measures every column, counts what rendered, and saves numbers, tables and a chart", async () => {
  const { path } = await temporaryFolder("bench-results");
  const args = [join(ROOT, "bench", "run.mjs"), "--only", ONLY, "--repeats", "1", "--out", path];
  await within("the benchmark to end", promisify(execFile)(process.execPath, args), WHOLE_MS);
  const saved = JSON.parse(await readFile(join(path, "latest.json"), "utf8"));
  assert.deepEqual(
    saved.columns.map(({ name }) => name),
    ["official", "lentil", "rows", "worker", "floor", "reading"],
  );
  const found = Object.fromEntries(saved.workloads.map((workload) => [workload.name, workload]));
  const names = ["list-text", "load-10000", "edit-1000", "shape-items", "micro-10-ascii"];
  assert.deepEqual(Object.keys(found), [...names, "native-counter"]);
  checkList(found["list-text"]);
  checkLoad(found["load-10000"]);
  checkEdit(found["edit-1000"]);
  checkShape(found["shape-items"]);
  for (const numbers of Object.values(found["micro-10-ascii"].columns)) assertPositive(numbers);
  // Without valgrind the instructions are not there.
  assertPositive(found["native-counter"].columns.lentil);
  const drawn = await readFile(join(path, "chart.svg"), "utf8");
  assert.match(drawn, /<svg .*list of 1,000.*call to commit<.*answer is shown: script<.*<\/svg>/s);
  const page = "a\n<!-- bench time -->\nold\n<!-- end -->\nb\n";
  const written = withTables(page, await readResults(path));
  assert.match(written, /^a\n<!-- bench time -->\n\|[^<]*list of 1,000[^<]*<!-- end -->\nb\n$/);
  assert.match(
    written,
    /^\| optimistic edit [^|]* call to commit +\|.*\n\| .* answer is shown +\|/m,
  );
});

test("an edit stands in the tables twice: call to commit, and script / task of one edit", () => {
  const workload = {
    title: "an edit, to commit",
    whole: "an edit",
    steps: 10,
    target: { commit: 2, script: 3 },
  };
  const measured = {
    official: { commit: 6, script: 400, task: 900, rows: 500 },
    lentil: { commit: 2, script: 100, task: 300, rows: 10 },
  };
  const columns = [{ name: "official" }, { name: "lentil" }];
  const text = tablesByKind([{ workload, columns: measured }], columns).get("time");
  const cells = text.split("\n").map((line) => line.slice(2, -2).split(/ +\| /));
  assert.deepEqual(
    cells.slice(2).map((row) => row.map((cell) => cell.trim())),
    [
      ["an edit, to commit", "6.00", "2.00", "3.0x", "2x", "–", "–"],
      ["an edit", "40.0 / 90.0", "10.0 / 30.0", "4.0x / 3.0x", "3x / –", "50", "1"],
    ],
  );
});

function checkList({ kind, steps, columns }) {
  assert.deepEqual([kind, steps], ["time", 60]);
  const { official, lentil, floor } = columns;
  for (const { task, script, heap } of [official, lentil, floor]) {
    assertPositive({ task, script, heap });
  }
  assert.deepEqual([official.rows, lentil.rows, floor.rows], [60_000, 60, 60]);
  assert.deepEqual([official.wasm, lentil.wasm > 0, floor.wasm], [0, true, 0]);
}

/** The floor that reads plays where all is new. */
function checkLoad({ kind, columns }) {
  assert.equal(kind, "time");
  assert.deepEqual(Object.keys(columns), ["official", "lentil", "worker", "floor", "reading"]);
  for (const { task, script, rows } of Object.values(columns)) {
    assertPositive({ task, script });
    assert.equal(rows, 10_000);
  }
}

function checkEdit({ kind, steps, columns }) {
  assert.deepEqual([kind, steps], ["time", 60]);
  assert.deepEqual(Object.keys(columns), ["official", "lentil", "rows", "worker", "floor"]);
  for (const { commit, script, task } of Object.values(columns)) {
    assertPositive({ commit, script, task });
  }
  assert.deepEqual([columns.lentil.rows, columns.worker.rows], [60, 60]);
}

function checkShape({ kind, steps, columns }) {
  assert.deepEqual([kind, steps], ["renders", 20]);
  assert.deepEqual(Object.keys(columns), ["official", "lentil", "worker"]);
  const { official, lentil, worker } = columns;
  assert.deepEqual([official.rows, official.lists], [4000, 20]);
  assert.deepEqual([lentil.rows, lentil.lists], [20, 20]);
  assert.deepEqual([worker.rows, worker.lists], [20, 20]);
}

function assertPositive(numbers) {
  for (const [name, value] of Object.entries(numbers)) assert.ok(value > 0, `${name}: ${value}`);
}
