// Promises of the core's patches, without the client that asks for the whole where one does not fit: each is for a
// container that is kept, and makes the new value of the old one.

import assert from "node:assert/strict";
import { test } from "node:test";
import { applyPatches, placed } from "../../dist/js/patch.js";
import { realCore } from "../js/frame_cores.mjs";
import { firstDifference, readAnew } from "./compare.mjs";
import { edited } from "./edits.mjs";
import { SCENES, worldOf } from "./large_frames.mjs";
import { seedsFor, withSeed } from "./seeds.mjs";
import { below, list, object, randomTree, textOf, treeOf } from "./trees.mjs";

/** A watched query whose patches are applied as they come; how many there were. */
function follow(core = realCore()) {
  let [shown, patched] = [undefined, 0];
  return (tree) => {
    for (const { whole, patches } of core.sayText(textOf(tree)).changes) {
      if (whole) shown = placed(shown, whole);
      else if (patches) shown = applyPatches(shown, patches);
      patched += patches?.length ?? 0;
    }
    assert.equal(firstDifference(shown, readAnew(tree)), undefined);
    return patched;
  };
}

const ONE_QUERY = [
  "tiny edits at the start, in the middle, at the end",
  "documents come, go and move",
  "growth and shrinking by ten",
  "rows that are all alike",
];

for (const name of ONE_QUERY) {
  test(`${name}: every patch fits`, async () => {
    for (const seed of seedsFor(2)) {
      await withSeed(seed, (random, step) => {
        const say = follow();
        let patched = 0;
        for (const { news } of SCENES[name](worldOf(random, seed % 2 === 0))) {
          step(name);
          patched = say(news[0][1]);
        }
        assert.ok(patched > 0, "nothing was patched");
      });
    }
  });
}

test("parts that are large are patched at any depth, and every patch fits", async () => {
  for (const seed of seedsFor(4)) {
    await withSeed(seed, (random, step) => {
      const say = follow();
      const text = () => treeOf("x".repeat(300));
      const part = () => list(Array.from({ length: 8 }, () => list([text(), text()])));
      const field = (name, node) => [JSON.stringify(name), node];
      const random_ = () => randomTree(random, 3, seed % 2 === 0);
      let parts = [part(), part(), random_(), object([field("in", part()), field("n", random_())])];
      let patched = 0;
      for (let count = 0; count < 60; count++) {
        const at = below(random, parts.length);
        parts =
          random() < 0.3
            ? parts.toSpliced(at, below(random, 2), [part(), random_()][below(random, 2)])
            : parts.with(at, edited(random, parts[at], seed % 2 === 0));
        const tree = object([field("a", list(parts)), field("b", treeOf(count))]);
        step(`${textOf(tree).length} characters`);
        patched = say(tree);
      }
      assert.ok(patched > 0, "nothing was patched");
    });
  }
});
