// What a client keeps, as counts. Import it before the client: the module's memories are seen as they are made.
// Owns counting. Leaves to growth.test.mjs: what happens between two counts.

import { queryObjects, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

const memories = [];
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(target, args) {
    const instance = new target(...args);
    const exported = Object.values(instance.exports);
    memories.push(...exported.filter((value) => value instanceof WebAssembly.Memory));
    return instance;
  },
});

/** Bytes of all memories of modules. */
export const wasmBytes = () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);

const KINDS = { Object, Array, Map, Set, Promise, Function, Uint8Array };

/** How many objects of each kind are alive, and the bytes of the heap, after collections. */
export async function liveCounts() {
  for (let turn = 0; turn < 3; turn++) {
    collect();
    await new Promise((done) => setImmediate(done));
  }
  const counts = Object.entries(KINDS).map(([name, kind]) => [
    name,
    queryObjects(kind, { format: "count" }),
  ]);
  return { ...Object.fromEntries(counts), heap: process.memoryUsage().heapUsed };
}
