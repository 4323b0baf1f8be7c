// Promises of dist/js/share.js: what is equal keeps its identity, nothing else is touched.

import assert from "node:assert/strict";
import { test } from "node:test";
import { share } from "../../dist/js/share.js";
import { randomValue, seeded } from "./random_values.mjs";

test("an equal value is the old one, whatever it holds", () => {
  const make = () => ({
    a: [1, { b: "x" }],
    n: 12n,
    nan: Number.NaN,
    bytes: new Uint8Array([1, 2]).buffer,
    none: null,
  });
  const old = make();
  assert.equal(share(old, make()), old);
});

test("a changed field renews the path to it and nothing beside it", () => {
  const old = { left: [{ v: 1 }, { v: 2 }], right: { w: 3 } };
  const next = share(old, { left: [{ v: 1 }, { v: 9 }], right: { w: 3 } });
  assert.deepEqual(next, { left: [{ v: 1 }, { v: 9 }], right: { w: 3 } });
  assert.notEqual(next.left, old.left);
  assert.equal(next.left[0], old.left[0]);
  assert.equal(next.right, old.right);
});

test("zero and minus zero, 1 and 1n, missing and present fields differ", () => {
  for (const [old, next] of [
    [{ a: 0 }, { a: -0 }],
    [{ a: 1 }, { a: 1n }],
    [{ a: 1 }, {}],
    [{}, { a: 1 }],
    [[1], [1, 2]],
    [[], {}],
    [{ a: new Uint8Array([1]).buffer }, { a: new Uint8Array([2]).buffer }],
  ]) {
    assert.notEqual(share(old, next), old);
    assert.deepEqual(share(old, next), next);
  }
});

test("a field named __proto__ is a field", () => {
  const parse = (v) => JSON.parse(`{"__proto__":{"v":${v}},"a":1}`);
  const next = share(parse(1), parse(2));
  assert.deepEqual(Object.keys(next), ["__proto__", "a"]);
  assert.equal(Object.getPrototypeOf(next), Object.prototype);
});

/** All containers in a value, the value first. */
function containersIn(value) {
  if (typeof value !== "object" || value === null) return [];
  return [value, ...Object.values(value).flatMap(containersIn)];
}

test("random pairs: the result equals the new value and neither argument is changed", () => {
  const random = seeded(11);
  let shared = 0;
  for (let run = 0; run < 3000; run++) {
    const [old, next] = [randomValue(random, 4), randomValue(random, 4)];
    const before = [structuredClone(old), structuredClone(next)];
    // Not even an equal object may take the place of one in them.
    for (const container of containersIn([old, next])) Object.freeze(container);
    const merged = share(old, next);
    const parts = containersIn(merged);
    assert.equal(new Set(parts).size, parts.length, "one object in two places");
    assert.deepEqual(merged, before[1]);
    assert.deepEqual([old, next], before);
    if (merged === old && typeof old === "object" && old !== null) shared++;
  }
  assert.ok(shared > 50, `only ${shared} pairs were equal containers`);
});

test("random pairs, the new value ours: the same, and the old value is not changed", () => {
  const random = seeded(12);
  for (let run = 0; run < 3000; run++) {
    const [old, next] = [randomValue(random, 4), randomValue(random, 4)];
    const expected = structuredClone([old, next]);
    const copied = share(old, next);
    const merged = share(old, next, true);
    assert.deepEqual([old, merged], expected);
    assert.equal(Object.is(merged, old), Object.is(copied, old));
  }
});

test("a value of an app is given back itself where nothing in it is equal", () => {
  const next = { a: [1], b: { c: 2 } };
  assert.equal(share({ a: [2], b: { c: 3 } }, next), next);
});
