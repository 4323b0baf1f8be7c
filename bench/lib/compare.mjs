// All columns on one workload, taking turns, and the medians of what they cost.
// Owns turns and the check that all were sent the same. Leaves a single run to measure.mjs.

import { canPlay } from "./columns.mjs";
import { measureRun } from "./measure.mjs";
import { Script } from "./script.mjs";
import { medians } from "./statistics.mjs";

/** `{column: {task, script, ...}}` by column name; a column that cannot play the workload is not in it. */
export async function compare({ browser, site, columns, workload, repeats, say }) {
  const script = new Script(workload);
  const able = columns.filter((column) => canPlay(column, workload));
  const runs = new Map(able.map(({ name }) => [name, []]));
  const turns = workload.isCounted ? 1 : Math.min(repeats, workload.turns ?? repeats);
  for (let turn = 0; turn < turns; turn++) {
    for (const column of able) {
      const run = await measureRun({ browser, site, column, script });
      runs.get(column.name).push(run);
      say(`${workload.name} ${turn + 1}/${turns} ${column.name}: ${describe(run)}`);
    }
  }
  checkSameFrames(workload, runs);
  return Object.fromEntries([...runs].map(([name, own]) => [name, medians(own)]));
}

const DESCRIBED = ["script", "task", "commit", "live", "rows", "heap", "wasm"];

const describe = (run) =>
  DESCRIBED.filter((name) => run[name] !== undefined)
    .map((name) => `${name} ${Math.round(run[name] * 100) / 100}`)
    .join(", ");

function checkSameFrames({ name }, runs) {
  const digests = new Set([...runs.values()].flat().map(({ digest }) => digest));
  if (digests.size !== 1) throw new Error(`${name}: clients were sent different frames`);
}
