// All columns on one workload, taking turns, and the medians of what they cost.
// Owns turns, medians and the check that all were sent the same. Leaves a single run to measure.mjs.

import { measureRun } from "./measure.mjs";
import { Script } from "./script.mjs";

/** `{column: {task, script, ..., runs}}` by column name. */
export async function compare({ browser, site, columns, workload, repeats, say }) {
  const script = new Script(workload);
  const runs = new Map(columns.map(({ name }) => [name, []]));
  for (let turn = 0; turn < repeats; turn++) {
    for (const column of columns) {
      const run = await measureRun({ browser, site, column, script });
      runs.get(column.name).push(run);
      say(`${workload.name} ${turn + 1}/${repeats} ${column.name}: ${describe(run)}`);
    }
  }
  checkSameFrames(workload, runs);
  return Object.fromEntries([...runs].map(([name, own]) => [name, medians(own)]));
}

const describe = ({ task, script }) => `task ${task.toFixed(0)} ms, script ${script.toFixed(0)} ms`;

function checkSameFrames({ name }, runs) {
  const digests = new Set([...runs.values()].flat().map(({ digest }) => digest));
  if (digests.size !== 1) throw new Error(`${name}: clients were sent different frames`);
}

/** The median of each number. */
export function medians(runs) {
  const names = Object.keys(runs[0]).filter((name) => typeof runs[0][name] === "number");
  const values = (name) => runs.map((run) => run[name]);
  return Object.fromEntries(names.map((name) => [name, median(values(name))]));
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
