// What a run leaves behind: latest.json and chart.svg, in bench/results or a folder that was named.
// Owns the file's form. Leaves the drawing to chart.mjs, the tables to report.mjs.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../tests/support/paths.mjs";
import { chart } from "./chart.mjs";
import { kindOf, stepsOf } from "./lines.mjs";

export const RESULTS = join(ROOT, "bench", "results");

export async function saveResults({ results, columns, repeats, chromium, folder }) {
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
      whole: workload.whole,
      kind: kindOf(workload),
      steps: stepsOf(workload),
      changed: workload.changed,
      target: workload.target,
      columns: measured,
    })),
  };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "latest.json"), `${JSON.stringify(record, null, 2)}\n`);
  await writeFile(join(folder, "chart.svg"), chart(results, columns));
}

/** What `saveResults` saved, and `{results, columns}` as the tables take them. */
export async function readResults(folder) {
  const record = JSON.parse(await readFile(join(folder, "latest.json"), "utf8"));
  const results = record.workloads.map(({ columns, ...workload }) => ({ workload, columns }));
  return { ...record, results };
}
