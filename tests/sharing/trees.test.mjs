// Promises of results that travel as patches, whatever JSON they are: random trees and edits, in any writer's spelling.
// What is shown is what reading the whole anew gives; parts that stay are the same objects, those that change are new.

import { test } from "node:test";
import { edited, respelled } from "./edits.mjs";
import { seedsFor, withSeed } from "./seeds.mjs";
import { below, list, object, randomText, randomTree, textOf, treeOf, WRITERS } from "./trees.mjs";
import { Watched } from "./watched.mjs";

/** Long enough that it is not set as a whole at every change. */
function randomResult(random, special) {
  const parts = Array.from({ length: 12 + below(random, 30) }, () =>
    randomTree(random, 4, special),
  );
  const text = treeOf(randomText(random, 600, random() < 0.5));
  const tree = list([...parts, text]);
  return random() < 0.5
    ? tree
    : object([
        ['"in"', tree],
        ['"text"', text],
      ]);
}

const STYLES = Object.entries(WRITERS).flatMap(([name, writer]) =>
  [false, true].map((turned) => ({ name: `${name}${turned ? ", turned" : ""}`, writer, turned })),
);

for (const style of STYLES) {
  for (const special of [false, true]) {
    const values = special ? "Convex values" : "JSON";
    test(`${values}, ${style.name}: patched is as read anew, and parts keep their identity`, async () => {
      for (const seed of seedsFor(8))
        await withSeed(seed, (...with_) => run(...with_, style, special));
    });
  }
}

async function run(random, step, style, special) {
  // Frozen results are patched like others.
  const watched = new Watched(style, { freezeResults: style.turned });
  await watched.watch(2);
  let tree = randomResult(random, special);
  watched.say([
    [0, tree],
    [1, tree],
  ]);
  for (let count = 0; count < 30; count++) {
    const isSame = random() < 0.1;
    if (isSame) tree = respelled(random, tree);
    else
      for (let edits = below(random, 4); edits >= 0; edits--) tree = edited(random, tree, special);
    step(`${textOf(tree).length} characters`);
    watched.say([[below(random, 2), tree]]);
  }
  watched.close();
}
