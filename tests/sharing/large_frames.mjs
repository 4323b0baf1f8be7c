// What servers say in long frames, as scenes: each yields one step after the other, `{ news, parts, reconnect }`.
// News is `[[query, tree or { failed }]]`. Owns the order of what is said. Leaves saying it to large_frames.test.mjs.

import { bodyOf, Documents, retyped, withField } from "./documents.mjs";
import { atom, below, list, pick } from "./trees.mjs";

/** How many documents make a frame long, and how many steps a scene has. */
const COUNT = 90;
const STEPS = 10;

const times = (count) => Array.from({ length: count }, (_, at) => at);
const small = (random) => atom(String(below(random, 100)));

/** One document retyped in one place, or counted up so that the length may change. */
function touched(random, tree, isAscii, at = below(random, tree.items.length)) {
  if (random() < 0.4) return withField(tree, at, "votes", atom(String(10 ** below(random, 6))));
  return withField(tree, at, "body", retyped(random, bodyOf(tree.items[at]), isAscii));
}

function moved(random, tree, documents) {
  const { items } = tree;
  const at = below(random, items.length);
  const to = below(random, items.length);
  const kinds = [
    () => items.toSpliced(at, 0, documents.one()),
    () => [documents.one(), ...items],
    () => [...items, documents.one()],
    () => items.toSpliced(at, 1),
    () => items.slice(1),
    () => items.slice(0, -1),
    () => items.toSpliced(at, 1).toSpliced(to, 0, items[at]),
    () => [items.at(-1), ...items.slice(0, -1)],
    () => items.with(at, items[to]).with(to, items[at]),
  ];
  return list(pick(random, kinds)());
}

export const SCENES = {
  *"tiny edits at the start, in the middle, at the end"({ random, documents, isAscii }) {
    let tree = documents.many(COUNT);
    yield { news: [[0, tree]] };
    for (const step of times(3 * STEPS)) {
      const at = [0, COUNT >> 1, COUNT - 1][step % 3];
      tree = touched(random, tree, isAscii, at);
      yield { news: [[0, tree]] };
    }
  },

  *"documents come, go and move"({ random, documents }) {
    let tree = documents.many(COUNT);
    yield { news: [[0, tree]] };
    for (const _ of times(3 * STEPS)) {
      tree = moved(random, tree, documents);
      yield { news: [[0, tree]] };
    }
  },

  *"queries of equal size take turns"({ random, documents }) {
    const start = documents.many(COUNT);
    const trees = [start, start, documents.many(COUNT)];
    yield { news: trees.map((tree, at) => [at, tree]) };
    for (const step of times(3 * STEPS)) {
      const at = step % 3;
      trees[at] = withField(trees[at], below(random, COUNT), "votes", atom(String(100 + step)));
      yield { news: [[at, trees[at]]] };
    }
  },

  *"one query's frames between others, small, long and failed"({ random, documents, isAscii }) {
    let tree = documents.many(COUNT);
    yield { news: [[0, tree]] };
    for (const _ of times(STEPS)) {
      yield { news: [[1, small(random)]] };
      tree = touched(random, tree, isAscii);
      yield {
        news: pick(random, [
          [[0, tree]],
          [
            [1, small(random)],
            [0, tree],
          ],
        ]),
      };
      yield { news: [[2, pick(random, [{ failed: "not today" }, documents.many(COUNT)])]] };
    }
  },

  *"growth and shrinking by ten"({ random, documents, isAscii }) {
    let tree = documents.many(COUNT);
    for (const count of [COUNT, 10 * COUNT, COUNT, 9, 10 * COUNT, 1, COUNT, 0, COUNT]) {
      tree = list([...tree.items.slice(0, count), ...documents.many(count).items].slice(0, count));
      yield { news: [[0, tree]] };
      if (count > 0) tree = touched(random, tree, isAscii);
      yield { news: [[0, tree]] };
    }
  },

  *"frames that repeat wholly"({ random, documents, isAscii }) {
    const [one, other] = [documents.many(COUNT), documents.many(COUNT)];
    const edit = touched(random, one, isAscii);
    for (const tree of [one, one, edit, one, edit, edit, other, other, one]) {
      yield { news: [[0, tree]] };
    }
  },

  *"frames that share nothing"({ documents }) {
    for (const _ of times(STEPS)) yield { news: [[0, documents.many(COUNT)]] };
  },

  *"rows that are all alike"({ random, documents }) {
    const [row, other] = [documents.one(), documents.one()];
    let items = times(COUNT).map(() => row);
    yield { news: [[0, list(items)]] };
    for (const _ of times(3 * STEPS)) {
      const at = below(random, items.length + 1);
      items = items.toSpliced(
        at,
        below(random, 3),
        ...[[row], [], [row, row], [other]][below(random, 4)],
      );
      yield { news: [[0, list(items)]] };
    }
  },

  *"transitions in parts"({ random, documents, isAscii }) {
    let tree = documents.many(COUNT);
    for (const step of times(2 * STEPS)) {
      yield { news: [[0, tree]], parts: [1, 2, 3, 17][step % 4] };
      tree = touched(random, tree, isAscii);
    }
  },

  *"reconnects in between"({ random, documents, isAscii }) {
    const trees = [documents.many(COUNT), documents.many(COUNT)];
    yield {
      news: [
        [0, trees[0]],
        [1, trees[1]],
      ],
    };
    for (const step of times(2 * STEPS)) {
      const at = below(random, 2);
      if (step % 4 !== 1) trees[at] = touched(random, trees[at], isAscii);
      const news = step % 4 === 1 ? [] : [[at, trees[at]]];
      yield { news, reconnect: step % 2 === 1, parts: 1 + 2 * below(random, 2) };
    }
  },

  *"anything after anything"(world) {
    const { random, documents, isAscii } = world;
    const trees = [documents.many(COUNT), documents.many(COUNT), documents.many(2 * COUNT)];
    yield { news: trees.map((tree, at) => [at, tree]) };
    for (const _ of times(4 * STEPS)) {
      const at = below(random, 3);
      const kinds = [
        () => touched(random, trees[at], isAscii),
        () => moved(random, trees[at], documents),
        () =>
          touched(random, moved(random, touched(random, trees[at], isAscii), documents), isAscii),
        () => trees[below(random, 3)],
        () => documents.many(COUNT + below(random, 30)),
      ];
      trees[at] = pick(random, kinds)();
      const news = [[at, trees[at]]];
      yield { news, reconnect: random() < 0.1, parts: random() < 0.2 ? 4 : 1 };
    }
  },
};

/** What a scene has at hand. */
export const worldOf = (random, isAscii) => ({
  random,
  isAscii,
  documents: new Documents(random, { isAscii }),
});
