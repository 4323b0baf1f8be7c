// Promises of a client that lives long: after 100,000 transitions it holds what it held after the first few thousand.

import assert from "node:assert/strict";
import { test } from "node:test";
import { LongLife } from "./long_life.mjs";
import { liveCounts, wasmBytes } from "./watched_memory.mjs";

/** Objects and bytes (code, above all) that Node itself comes to need in the meantime; what leaks one object a transition leaks more. */
const OBJECTS = 100;
const BYTES = 1_500_000;

/** Rounds before the first count: buffers and tables get their sizes. */
const WARM_UP = 0.1;

const lives = [
  ["a small result, changed", 60_000, { documents: 4 }, (life) => life.change()],
  ["a medium result, changed", 5_000, { documents: 100 }, (life) => life.change()],
  ["a medium result, not ASCII", 2_000, { documents: 100, letter: "é" }, (life) => life.change()],
  ["a result that grows and shrinks", 3_000, { documents: 40 }, (life) => life.resize()],
  ["subscriptions that come and go", 15_000, { documents: 4 }, (life) => life.comeAndGo()],
  ["optimistic mutations", 15_000, { documents: 4 }, (life) => life.mutate()],
];

for (const [name, transitions, start, live] of lives) {
  test(`${name}: ${transitions} transitions leave nothing behind`, async () => {
    const life = await LongLife.begin(start);
    const go = async (until) => {
      while (life.transitions < until) await live(life);
    };
    await go(WARM_UP * transitions);
    const [before, bytes] = [await liveCounts(), wasmBytes()];
    await go(transitions);
    const after = await liveCounts();
    assert.equal(wasmBytes(), bytes, "bytes of wasm memory");
    for (const [kind, count] of Object.entries(after)) {
      const more = count - before[kind];
      const most = kind === "heap" ? BYTES : OBJECTS;
      assert.ok(more < most, `${kind}: ${before[kind]} became ${count}`);
    }
    life.end();
  });
}
