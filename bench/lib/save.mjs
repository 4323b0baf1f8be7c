// What a whole run leaves behind: bench/results/latest.json and chart.svg.
// Owns the file's form. Leaves the drawing to chart.mjs.

import { mkdir, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../tests/support/paths.mjs";
import { chart } from "./chart.mjs";
import { kindOf } from "./report.mjs";

const RESULTS = join(ROOT, "bench", "results");

export async function saveResults({ results, columns, repeats, chromium }) {
  const record = {
    date: new Date().toISOString().slice(0, 10),
    chromium,
    node: process.version,
    cores: cpus().length,
    repeats,
    columns: columns.map(({ name, title }) => ({ name, title })),
    workloads: results.map(({ workload, columns: measured }) => ({
      name: workload.name,
      title: workload.title,
      kind: kindOf(workload),
      target: workload.target,
      columns: measured,
    })),
  };
  await mkdir(RESULTS, { recursive: true });
  await writeFile(join(RESULTS, "latest.json"), `${JSON.stringify(record, null, 2)}\n`);
  await writeFile(join(RESULTS, "chart.svg"), chart(results, columns));
}
