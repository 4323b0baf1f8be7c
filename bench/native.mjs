// A frame's way through the core, natively: time beside a plain copy's, and instructions where valgrind is there to count
// them, which no other program disturbs. Owns building and counting. Leaves the frames to native/frames.rs.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { ROOT } from "../tests/support/paths.mjs";
import { OURS } from "./lib/columns.mjs";

const run = promisify(execFile);

const workload = (name, title, frames) => ({
  name: `native-${name}`,
  kind: "native",
  title,
  args: [name, frames],
});

const WORKLOADS = [
  workload("cards-500", "500 small results, all change", 200),
  workload("counter", "one number", 2000),
  workload("list-1000", "list of 1,000, one changes", 100),
  workload("list-10000", "list of 10,000, one changes", 20),
  workload("same-10000", "list of 10,000, nothing changes", 20),
];

/** Frames that are counted; the count is the same for each. */
const COUNTED = 5;

/** `{workload, columns}` of each workload whose name begins with one of `only`. */
export async function measureNative({ columns, only, say }) {
  const asked = WORKLOADS.filter(({ name }) => !only || only.some((part) => name.startsWith(part)));
  if (asked.length === 0 || !columns.some(({ name }) => name === OURS)) return [];
  const program = await build();
  const results = [];
  for (const workload of asked) {
    const { stdout } = await run(program, workload.args.map(String));
    const instructions = await count(program, workload.args[0]);
    const measured = { ...JSON.parse(stdout), instructions };
    say(`${workload.name}: ${JSON.stringify(measured)}`);
    results.push({ workload, columns: { [OURS]: measured } });
  }
  return results;
}

/** The program, built as the delivered module is but for the machine. */
async function build() {
  const args = ["bench", "--bench", "frames", "--no-run", "--message-format=json"];
  const { stdout } = await run("cargo", args, { cwd: ROOT, maxBuffer: 64e6 });
  const built = stdout.split("\n").filter((line) => line.includes('"executable":"'));
  return JSON.parse(built.at(-1)).executable;
}

/** Instructions a frame; undefined without valgrind. */
async function count(program, name) {
  const args = ["--tool=callgrind", "--callgrind-out-file=/dev/null", "--collect-atstart=no"];
  try {
    const { stderr } = await run("valgrind", [
      ...args,
      "--toggle-collect=frames::hear_frame",
      program,
      name,
      String(COUNTED),
    ]);
    return Number(/Collected : (\d+)/.exec(stderr)[1]) / COUNTED;
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}
