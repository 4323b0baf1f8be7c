// Promises of long frames, which are compared with those before them on the way in: whatever came before, what is shown
// is what the frame says; documents that stay are the same objects, wherever they moved.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertMovedKept } from "./compare.mjs";
import { SCENES, worldOf } from "./large_frames.mjs";
import { seedsFor, withSeed } from "./seeds.mjs";
import { spoil } from "./spoil.mjs";
import { textOf, WRITERS } from "./trees.mjs";
import { Watched } from "./watched.mjs";

const LONG = 16_384;

const STYLES = [
  { writer: WRITERS.compact, turned: false },
  { writer: WRITERS.lines, turned: true },
];

for (const [name, scene] of Object.entries(SCENES)) {
  for (const isAscii of [true, false]) {
    test(`${name}${isAscii ? "" : ", not ASCII"}: shown as said`, async () => {
      for (const seed of seedsFor(2)) {
        const style = STYLES[seed % STYLES.length];
        await withSeed(seed, (random, step) => {
          const steps = scene(worldOf(random, isAscii));
          return play(steps, new Watched(style), step);
        });
      }
    });

    test(`${name}${isAscii ? "" : ", not ASCII"}: an app that changes its results harms none`, async () => {
      for (const seed of seedsFor(1)) {
        await withSeed(seed, (random, step) => {
          const steps = scene(worldOf(random, isAscii));
          const watched = new Watched();
          watched.isSpoiled = true;
          const after = () => {
            for (const at of [0, 1, 2]) spoil(random, watched.shown(at));
          };
          return play(steps, watched, step, after);
        });
      }
    });
  }
}

async function play(steps, watched, step, after = () => {}) {
  const last = new Map();
  let [longest, kept] = [0, 0];
  await watched.watch(3);
  for (const { news, parts, reconnect } of steps) {
    const size = Math.max(0, ...news.map(([, tree]) => (tree.failed ? 0 : textOf(tree).length)));
    step(`${size} characters${reconnect ? " after a reconnect" : ""}, in ${parts ?? 1} parts`);
    longest = Math.max(longest, size);
    const before = news.map(([at]) => [last.get(at), watched.shown(at)]);
    if (reconnect) watched.reconnect(news, { parts });
    else watched.say(news, { parts });
    for (const [place, [at, tree]] of news.entries()) {
      const [old, shown] = before[place];
      if (old?.items && tree.items && shown && !watched.isSpoiled && hasIds(old) && hasIds(tree)) {
        kept += assertMovedKept(old, tree, shown, watched.shown(at));
      }
      last.set(at, tree);
    }
    after();
  }
  watched.close();
  assert.ok(longest >= LONG, "no frame was long");
  return kept;
}

/** Whether each document is there once. */
const hasIds = ({ items }) => new Set(items).size === items.length;
