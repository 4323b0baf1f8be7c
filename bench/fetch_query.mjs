// fetchQuery on a server: time and throughput of calls, and what importing the package costs, all columns taking turns.
// Owns turns and processes. Leaves calling to server/caller.mjs, answering to server/answers.mjs.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { killAtExit } from "../tests/support/cleanup.mjs";
import { within } from "../tests/support/deadline.mjs";
import { ROOT } from "../tests/support/paths.mjs";
import { BASE } from "./lib/columns.mjs";
import { installCopy } from "./lib/package_copy.mjs";
import { medians } from "./lib/statistics.mjs";

const SERVER = join(ROOT, "bench", "server");

/** For all calls of a process together. */
const WHOLE_MS = 600_000;

const fetches = (count, calls, title) => ({
  name: `fetch-${count}`,
  kind: "fetch",
  title,
  script: "caller.mjs",
  args: [count, calls],
  turns: 1,
});

const WORKLOADS = [
  fetches(1, 4000, "fetchQuery of one document"),
  fetches(100, 2000, "fetchQuery of 100 documents"),
  fetches(1000, 400, "fetchQuery of 1,000 documents"),
  {
    name: "import",
    kind: "import",
    title: "a fresh process imports the package, then calls once",
    script: "importer.mjs",
    args: [],
    target: { later: 15 },
    without: ["floor"],
    turns: 3,
  },
];

/** `{workload, columns}` of each workload whose name begins with one of `only`. */
export async function measureFetches({ columns, only, repeats, say }) {
  const workloads = WORKLOADS.filter(
    ({ name }) => !only || only.some((part) => name.startsWith(part)),
  );
  if (workloads.length === 0) return [];
  const answers = await startAnswers();
  const places = await Promise.all(columns.filter(({ pages }) => pages === undefined).map(place));
  const results = [];
  for (const workload of workloads) {
    const columns = await takeTurns({ workload, places, repeats, say, url: answers.url });
    results.push({ workload, columns });
  }
  answers.end();
  return results;
}

/** Where a column's package is installed, and what it is imported as. */
async function place({ name, lentil }) {
  const folder = await installCopy(lentil ?? ROOT);
  for (const script of ["caller.mjs", "importer.mjs"]) {
    await cp(join(SERVER, script), join(folder, script));
  }
  const module = lentil ? "lentil/nextjs" : name === BASE ? "convex/nextjs" : name;
  return { name, folder, module };
}

async function takeTurns({ workload, places, repeats, url, say }) {
  const able = places.filter(({ name }) => !workload.without?.includes(name));
  const runs = new Map(able.map(({ name }) => [name, []]));
  for (let turn = 0; turn < repeats * workload.turns; turn++) {
    for (const { name, folder, module } of able) {
      const run = await runScript(folder, [workload.script, module, url, ...workload.args]);
      runs.get(name).push(run);
      say(`${workload.name} ${turn + 1} ${name}: ${JSON.stringify(run)}`);
    }
  }
  return Object.fromEntries([...runs].map(([name, own]) => [name, medians(own)]));
}

async function runScript(folder, args) {
  const child = spawn(process.execPath, args.map(String), {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  killAtExit(child);
  const parts = [];
  child.stdout.on("data", (part) => parts.push(part));
  const [code] = await within(`${args.join(" ")} to end`, once(child, "close"), WHOLE_MS);
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}`);
  return JSON.parse(Buffer.concat(parts).toString());
}

async function startAnswers() {
  const child = spawn(process.execPath, [join(SERVER, "answers.mjs")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  killAtExit(child);
  const [line] = await within("the server's port", once(child.stdout, "data"));
  return { url: `http://127.0.0.1:${String(line).trim()}`, end: () => child.stdin.end() };
}
