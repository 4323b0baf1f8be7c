// Promises of results that travel as patches, from the frame to what a component holds: after any change it is exactly
// what the whole frame says, what did not change is the same object, and what an app does to its result harms no later one.

import assert from "node:assert/strict";
import { test } from "node:test";
import { convexToJson, jsonToConvex } from "convex/values";
import { watching } from "./connected_client.mjs";
import { transition } from "./fake_socket.mjs";
import { randomValue, seeded } from "./random_values.mjs";

const text = (value) => JSON.stringify(convexToJson(value));

/** A document; `size` makes it large or small. */
function documentOf(random, id) {
  const size = random() < 0.1 ? 2_000 : 60;
  const fields = { n: Math.floor(random() * 9), 'size"~': "é\u{1f600}\n", pad: "x".repeat(size) };
  const tags = Array.from({ length: Math.floor(random() * 4) }, (_, at) => `tag ${at}`);
  return { _id: `d${id}`, ...fields, tags, more: randomValue(random, 3) };
}

/** A result in one of the shapes that apps have, around a list. */
const SHAPES = [
  (list) => list,
  (list) => ({ items: list, total: list.length }),
  (list) => ({ page: list, isDone: false, continueCursor: "c" }),
  (list) => ({ a: { b: { c: list } }, same: list[0] ?? null }),
  (list) => Object.fromEntries(list.map((item) => [item._id, item])),
  (list) => list.map(({ _id, ...rest }) => rest),
  (list) => [list.slice(0, 5), { list: list.slice(5) }],
];

function edited(random, list, nextId) {
  const copy = [...list];
  const at = Math.floor(random() * (copy.length + 1));
  const kind = random();
  if (kind < 0.2) copy.splice(at, 0, documentOf(random, nextId()));
  else if (kind < 0.35) copy.splice(at, 1 + Math.floor(random() * 3));
  else if (kind < 0.45) copy.splice(0, copy.length, ...copy.slice(at), ...copy.slice(0, at));
  else if (copy[at]) copy[at] = { ...copy[at], n: random(), more: randomValue(random, 2) };
  return copy;
}

/** Every container in a value, by its text. */
function containersIn(value, found = new Map()) {
  if (typeof value !== "object" || value === null) return found;
  const inner = value instanceof ArrayBuffer ? [] : Object.values(value);
  found.set(text(value), [...(found.get(text(value)) ?? []), value]);
  for (const part of inner) containersIn(part, found);
  return found;
}

function spoil(random, value) {
  const list = Array.isArray(value) ? value : Object.values(value).find(Array.isArray);
  if (list === undefined || random() < 0.5) return;
  if (random() < 0.5) list.reverse();
  else list.push("the app's own");
}

for (const [index, shape] of SHAPES.entries()) {
  for (const spoils of [false, true]) {
    test(`shape ${index}${spoils ? ", spoiled by the app," : ""}: patched is as read anew`, async () => {
      const random = seeded(100 + index);
      let id = 0;
      let list = Array.from({ length: 40 }, () => documentOf(random, id++));
      const { last, watch } = await watching(convexToJson(shape(list)));
      let [time, sent] = [20, ""];
      for (let step = 0; step < 120; step++) {
        const before = watch.localQueryResult();
        const held = text(before);
        const known = spoils ? undefined : containersIn(before);
        for (let edits = 1 + Math.floor(random() * 3); edits > 0; edits--) {
          list = edited(random, list, () => id++);
        }
        const wire = convexToJson(shape(list));
        if (JSON.stringify(wire) === sent) continue;
        sent = JSON.stringify(wire);
        if (spoils) spoil(random, before);
        last().say(transition([2, time], [2, ++time], { 0: wire }));
        const after = watch.localQueryResult();
        assert.deepEqual(after, jsonToConvex(wire));
        if (spoils) continue;
        assert.equal(text(before), held, "what the app holds stays as it was");
        assertShared(after, known, shape === SHAPES[0]);
      }
    });
  }
}

/** In a list every document that was there is the same object; nowhere is one object in two places. */
function assertShared(after, known, isList) {
  const seen = new Set();
  for (const [content, objects] of containersIn(after)) {
    for (const object of objects) {
      assert.ok(!seen.has(object), `twice the same object: ${content}`);
      seen.add(object);
    }
  }
  if (!isList) return;
  for (const document of after) {
    const old = known.get(text(document));
    assert.ok(old === undefined || old.includes(document), "a document that was there is another");
  }
}

test("a value that could not be decoded harms none that comes after it", async () => {
  const pad = Array.from({ length: 40 }, (_, n) => ({ _id: `d${n}`, pad: "x".repeat(40) }));
  const { last, watch } = await watching([...pad, { $integer: "not base 64" }]);
  assert.throws(() => watch.localQueryResult());
  last().say(transition([2, 20], [2, 30], { 0: [...pad, { $integer: "AQAAAAAAAAA=" }] }));
  assert.deepEqual(watch.localQueryResult(), [...pad, 1n]);
});
