// A frame's way without a page, in Node: reading it beside a plain copy of its bytes, and what a change costs.
// Owns turns. Leaves the frames to micro/client.mjs.

import { execFile } from "node:child_process";
import { cp, symlink } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../tests/support/paths.mjs";
import { BASE } from "./lib/columns.mjs";
import { installCopy } from "./lib/package_copy.mjs";
import { medians } from "./lib/statistics.mjs";

const workload = (count, script, what) => ({
  name: `micro-${count}-${script}`,
  kind: "micro",
  title: `${count.toLocaleString("en")} documents, ${what}`,
  args: [count, script],
});

const WORKLOADS = [
  workload(10, "ascii", "ASCII"),
  workload(1000, "ascii", "ASCII"),
  workload(1000, "foreign", "not ASCII"),
  workload(10_000, "ascii", "ASCII"),
];

/** `{workload, columns}` of each workload whose name begins with one of `only`. */
export async function measureMicro({ columns, only, repeats, say }) {
  const asked = WORKLOADS.filter(({ name }) => !only || only.some((part) => name.startsWith(part)));
  if (asked.length === 0) return [];
  const able = columns.filter(({ name, lentil, pages }) => (lentil && !pages) || name === BASE);
  const places = await Promise.all(able.map(place));
  const results = [];
  for (const workload of asked) {
    const runs = new Map(able.map(({ name }) => [name, []]));
    for (let turn = 0; turn < repeats; turn++) {
      for (const { name, folder } of places) {
        const run = await runOnce(folder, [name, ...workload.args]);
        runs.get(name).push(run);
        say(`${workload.name} ${turn + 1}/${repeats} ${name}: ${JSON.stringify(run)}`);
      }
    }
    const measured = [...runs].map(([name, own]) => [name, medians(own)]);
    results.push({ workload, columns: Object.fromEntries(measured) });
  }
  return results;
}

/** A package as apps have it, with the program beside it. */
async function place({ name, lentil }) {
  const folder = await installCopy(lentil ?? ROOT);
  for (const part of ["micro", "lib", "workloads"]) {
    await cp(join(ROOT, "bench", part), join(folder, "bench", part), { recursive: true });
  }
  await symlink(join(ROOT, "node_modules", "react"), join(folder, "node_modules", "react"));
  return { name, folder };
}

async function runOnce(folder, args) {
  const program = join(folder, "bench", "micro", "client.mjs");
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args.map(String)]);
  return JSON.parse(stdout);
}
