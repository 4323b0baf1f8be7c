// Promises of dist/js/patch.js: every edit of the record format, and the old value stays as it was.

import assert from "node:assert/strict";
import { test } from "node:test";
import { applyPatches } from "../../dist/js/patch.js";

/** The ways to all containers in a value. */
function waysIn(value, way = []) {
  if (typeof value !== "object" || value === null) return [];
  const steps = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [way, ...steps.flatMap((step) => waysIn(value[step], [...way, step]))];
}

/** A value as the server gave it, all of whose containers may be patched. */
const given = (value) =>
  value && applyPatches(undefined, [{ path: [], set: value, keep: waysIn(value) }]);

const cases = [
  ["the whole value", { a: 1 }, [{ path: [], set: [2] }], [2]],
  ["a first value", undefined, [{ path: [], set: null }], null],
  ["a field", { a: { b: 1 }, c: 2 }, [{ path: ["a", "b"], set: 3 }], { a: { b: 3 }, c: 2 }],
  ["a new field", { a: 1 }, [{ path: ["b"], set: 2 }], { a: 1, b: 2 }],
  ["an element", [1, [2]], [{ path: [1, 0], set: 9 }], [1, [9]]],
  [
    "an insertion at the head",
    ["b", "c"],
    [{ path: [], arrange: [{ items: ["a"] }, { from: 0, count: 2 }] }],
    ["a", "b", "c"],
  ],
  [
    "a reorder with a removal",
    ["a", "b", "c"],
    [
      {
        path: [],
        arrange: [
          { from: 2, count: 1 },
          { from: 0, count: 1 },
        ],
      },
    ],
    ["c", "a"],
  ],
  [
    "a special value",
    { a: 1 },
    [{ path: ["a"], set: { $integer: "AQAAAAAAAAA=" }, special: true }],
    { a: 1n },
  ],
  [
    "special elements",
    [],
    [{ path: [], arrange: [{ items: [{ $integer: "AgAAAAAAAAA=" }], special: true }] }],
    [2n],
  ],
  [
    "several patches in order",
    { a: [1] },
    [
      { path: ["a"], arrange: [{ from: 0, count: 1 }, { items: [2] }] },
      { path: ["a", 1], set: 3 },
    ],
    { a: [1, 3] },
  ],
  [
    "several fields of one container",
    { in: { a: 1, b: 1, c: 1 } },
    [
      { path: ["in", "a"], set: 2 },
      { path: ["in", "b"], set: 2 },
    ],
    { in: { a: 2, b: 2, c: 1 } },
  ],
];

for (const [name, old, patches, expected] of cases) {
  test(name, () => {
    const shown = given(old);
    const before = structuredClone(shown);
    assert.deepEqual(applyPatches(shown, patches), expected);
    assert.deepEqual(shown, before);
  });
}

test("what a patch does not touch keeps its identity, moved elements too", () => {
  const old = given({ list: [{ id: 1 }, { id: 2 }], other: {} });
  const arrange = [{ items: [{ id: 0 }] }, { from: 0, count: 2 }];
  const next = applyPatches(old, [{ path: ["list"], arrange }]);
  assert.equal(next.other, old.other);
  assert.equal(next.list[1], old.list[0]);
  assert.equal(next.list[2], old.list[1]);
});

test("a field named __proto__ is set as a field", () => {
  const next = applyPatches(given({ a: 1 }), [{ path: ["__proto__"], set: { b: 2 } }]);
  assert.deepEqual(Object.keys(next), ["a", "__proto__"]);
  assert.equal(Object.getPrototypeOf(next), Object.prototype);
});

test("what an app added to its result is gone once the server has said the result again", () => {
  for (const spoil of [(list) => list.push(4), (list) => list.pop(), (list) => list.reverse()]) {
    const old = given([1, 2, 3]);
    spoil(old);
    assert.deepEqual(applyPatches(old, [{ path: [0], set: 1 }]), [1, 2, 3]);
  }
});

test("an app that changes its result in place changes no later one", () => {
  const old = given({ rows: [{ n: 1 }, { n: 2 }, { n: 3 }], total: 3 });
  old.rows.reverse();
  old.rows.push("more");
  old.total = "all";
  const next = applyPatches(old, [{ path: ["rows", 0], set: { n: 9 } }]);
  assert.deepEqual(next, { rows: [{ n: 9 }, { n: 2 }, { n: 3 }], total: 3 });
  next.rows.length = 0;
  const last = applyPatches(next, [{ path: ["rows", 1, "n"], set: 8 }]);
  assert.deepEqual(last.rows, [{ n: 9 }, { n: 8 }, { n: 3 }]);
});

test("what equals the old part that it takes the place of is that part", () => {
  const old = given([{ deep: { a: 1 }, n: 1 }]);
  const next = applyPatches(old, [{ path: [0], set: { deep: { a: 1 }, n: 2 } }]);
  assert.equal(next[0].deep, old[0].deep);
  assert.equal(applyPatches(old, [{ path: [0], set: { deep: { a: 1 }, n: 1 } }]), old);
});

test("a patch that does not fit, or is for what no server said, says where", () => {
  assert.throws(() => applyPatches(given({ a: 1 }), [{ path: ["a", "b"], set: 1 }]), /at \/a\/b/);
  assert.throws(
    () => applyPatches({ a: { b: 1 } }, [{ path: ["a", "b"], set: 1 }]),
    /does not fit/,
  );
  assert.throws(() => applyPatches(given({}), [{ path: [], arrange: [] }]), /does not fit/);
});
