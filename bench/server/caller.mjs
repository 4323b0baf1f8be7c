// Calls fetchQuery of one package, first one call after the other, then many at once, and prints what that took.
// Runs in a process of its own, beside the installed packages. `floor` is fetch and JSON.parse alone.

const [name, url, count, calls] = process.argv.slice(2);
const LANES = 16;
const args = { count: Number(count) };
const call = name === "floor" ? bareFetch() : await clientCall();

const first = await call();
if (JSON.stringify(first).length < 250 * args.count) throw new Error(`${name}: a short answer`);
await oneByOne(Number(calls) / 4);

const cpu = process.cpuUsage();
const times = (await oneByOne(Number(calls))).sort((a, b) => a - b);
const begin = performance.now();
await Promise.all(Array.from({ length: LANES }, () => oneByOne(Number(calls) / LANES)));
const took = performance.now() - begin;
const { user, system } = process.cpuUsage(cpu);

const at = (part) => times[Math.floor(times.length * part)];
const result = {
  p50: at(0.5),
  p99: at(0.99),
  perSecond: (Math.floor(Number(calls) / LANES) * LANES * 1000) / took,
  cpu: (user + system) / 1000 / (2 * Number(calls)),
};
process.stdout.write(JSON.stringify(result));

async function clientCall() {
  const { fetchQuery } = await import(name);
  const { makeFunctionReference } = await import("convex/server");
  const query = makeFunctionReference("documents:list");
  return () => fetchQuery(query, args, { url });
}

function bareFetch() {
  const body = JSON.stringify({
    path: "documents:list",
    format: "convex_encoded_json",
    args: [args],
  });
  const headers = { "Content-Type": "application/json", "Convex-Client": "npm-1.48.0" };
  return async () => {
    const response = await fetch(`${url}/api/query`, { method: "POST", headers, body });
    return (await response.json()).value;
  };
}

async function oneByOne(count) {
  const times = [];
  for (let at = 0; at < count; at++) {
    const before = performance.now();
    await call();
    times.push(performance.now() - before);
  }
  return times;
}
