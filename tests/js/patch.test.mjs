// Promises of dist/js/patch.js: every edit of the record format, and the old value stays as it was.

import assert from "node:assert/strict";
import { test } from "node:test";
import { applyPatches } from "../../dist/js/patch.js";

const cases = [
  ["the whole value", { a: 1 }, [{ path: [], set: [2] }], [2]],
  ["a first value", undefined, [{ path: [], set: null }], null],
  ["a field", { a: { b: 1 }, c: 2 }, [{ path: ["a", "b"], set: 3 }], { a: { b: 3 }, c: 2 }],
  ["a new field", { a: 1 }, [{ path: ["b"], set: 2 }], { a: 1, b: 2 }],
  ["a removed field", { a: 1, b: 2 }, [{ path: ["a"], delete: true }], { b: 2 }],
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
];

for (const [name, old, patches, expected] of cases) {
  test(name, () => {
    const before = structuredClone(old);
    assert.deepEqual(applyPatches(old, patches), expected);
    assert.deepEqual(old, before);
  });
}

test("what a patch does not touch keeps its identity, moved elements too", () => {
  const old = { list: [{ id: 1 }, { id: 2 }], other: {} };
  const arrange = [{ items: [{ id: 0 }] }, { from: 0, count: 2 }];
  const next = applyPatches(old, [{ path: ["list"], arrange }]);
  assert.equal(next.other, old.other);
  assert.equal(next.list[1], old.list[0]);
  assert.equal(next.list[2], old.list[1]);
});

test("a field named __proto__ is set as a field", () => {
  const next = applyPatches({ a: 1 }, [{ path: ["__proto__"], set: { b: 2 } }]);
  assert.deepEqual(Object.keys(next), ["a", "__proto__"]);
  assert.equal(Object.getPrototypeOf(next), Object.prototype);
});

test("a patch that does not fit says where", () => {
  assert.throws(() => applyPatches({ a: 1 }, [{ path: ["a", "b"], set: 1 }]), /at \/a\/b/);
  assert.throws(() => applyPatches({}, [{ path: [], arrange: [] }]), /does not fit/);
});
