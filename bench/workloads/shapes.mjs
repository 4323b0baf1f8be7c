// Results of the shapes that apps return, each with one change a step, and how many components that change concerns.
// Owns the values and the steps. Leaves to pages/shapes.jsx: showing each with memoised components.

import { documentAt, documents, withOne } from "./documents.mjs";

const COUNT = 200;
const STEPS = 20;
const MARK = { path: "marks:get", args: {} };
const SHAPE = { path: "shapes:get", args: {} };

const place = (step) => (step * 37) % COUNT;
const votes = (step) => ({ votes: 1000 + step });
const votesOf = (list) => list.map((item) => String(item.votes));
const without = (list, at) => list.filter((_, index) => index !== at);

const list = () => documents(COUNT);
const bare = () => list().map(({ _id, _creationTime, ...rest }) => rest);

/** `at(step, last)` is the value of a step; `rows` and `lists` what a step concerns. */
const SHAPES = {
  items: {
    title: "{items, total}",
    rows: 1,
    lists: 1,
    start: () => ({ items: list(), total: 0 }),
    at: (step, { items }) => ({ items: withOne(items, place(step), votes(step)), total: step }),
    shown: ({ items }) => votesOf(items),
  },
  bare: {
    title: "list without _id",
    rows: 1,
    lists: 1,
    start: bare,
    at: (step, last) => withOne(last, place(step), votes(step)),
    shown: votesOf,
  },
  record: {
    title: "record keyed by id",
    rows: 1,
    lists: 1,
    start: () => Object.fromEntries(list().map((item) => [item._id, item])),
    at(step, last) {
      const { _id } = documentAt(place(step));
      return { ...last, [_id]: { ...last[_id], ...votes(step) } };
    },
    shown: (last) => votesOf(Object.values(last)),
  },
  join: {
    title: "join: each author in many rows, a message changes",
    rows: 1,
    lists: 1,
    start: () => list().map((item, at) => ({ ...item, author: documentAt(900 + (at % 5)) })),
    at: (step, last) => withOne(last, place(step), votes(step)),
    shown: (last) => last.flatMap(({ votes, author }) => [String(votes), String(author.votes)]),
  },
  nested: {
    title: "nesting 4 deep, a leaf changes",
    rows: 4,
    lists: 1,
    start: () => [0, 1, 2].map((at) => node(at, 3)),
    at: (step, last) => withLeaf(last, [step % 3, step % 4, step % 4, step % 4], 1000 + step),
    shown: (last) => last.flatMap(leaves),
  },
  insert: {
    title: "insertion at the head",
    rows: 1,
    lists: 1,
    start: list,
    at: (step, last) => [documentAt(COUNT + step), ...last],
    shown: votesOf,
  },
  middle: {
    title: "insertion in the middle",
    rows: 1,
    lists: 1,
    start: list,
    at: (step, last) => last.toSpliced(place(step), 0, documentAt(COUNT + step)),
    shown: votesOf,
  },
  remove: {
    title: "removal",
    rows: 0,
    lists: 1,
    start: list,
    at: (step, last) => without(last, (step * 7) % last.length),
    shown: votesOf,
  },
  reorder: {
    title: "reorder: the last becomes the first",
    rows: 0,
    lists: 1,
    start: list,
    at: (_step, last) => [last.at(-1), ...last.slice(0, -1)],
    shown: votesOf,
  },
  sort: {
    title: "change and move: a row rises to the head",
    rows: 1,
    lists: 1,
    start: list,
    at(step, last) {
      const from = (step * 7) % COUNT;
      return [{ ...last[from], ...votes(step) }, ...without(last, from)];
    },
    shown: votesOf,
  },
};

function node(at, depth) {
  const children = depth === 0 ? [] : [0, 1, 2, 3].map((child) => node(at * 4 + child, depth - 1));
  return { ...documentAt(depth * 1000 + at), children };
}

function withLeaf(nodes, [at, ...rest], value) {
  return nodes.map((item, index) => {
    if (index !== at) return item;
    if (rest.length === 0) return { ...item, votes: value };
    return { ...item, children: withLeaf(item.children, rest, value) };
  });
}

const leaves = ({ children, votes }) => [String(votes), ...children.flatMap(leaves)];

const common = (rows, lists) => ({
  play: "marked",
  isCounted: true,
  without: ["floor"],
  transitions: STEPS,
  rowsPerStep: rows,
  listsPerStep: lists,
  changed: `${rows} rows, ${lists} lists`,
});

const marked = (query, step, value) => [
  { ...query, value },
  { ...MARK, value: step },
];

function shape([name, { title, rows, lists, start, at, shown }]) {
  return {
    name: `shape-${name}`,
    title,
    page: "shapes",
    shape: name,
    queries: [SHAPE, MARK],
    ready: shown(start()).length,
    ...common(rows, lists),
    *states() {
      let value = start();
      yield marked(SHAPE, 0, value);
      for (let step = 1; step <= STEPS; step++) {
        value = at(step, value);
        yield marked(SHAPE, step, value);
      }
    },
    shown: ([value]) => shown(value),
  };
}

const PAGE = { path: "shapes:page", args: { paginationOpts: { cursor: null, numItems: COUNT } } };

/** The first page of a paginated query, and no other. */
const pages = {
  name: "shape-pages",
  title: "page of usePaginatedQuery, a row changes",
  page: "shapes",
  shape: "pages",
  queries: [PAGE, MARK],
  ready: COUNT,
  ...common(1, 1),
  *states() {
    let page = list();
    for (let step = 0; step <= STEPS; step++) {
      if (step > 0) page = withOne(page, place(step), votes(step));
      yield marked(PAGE, step, { continueCursor: "end", isDone: true, page });
    }
  },
  shown: ([{ page }]) => votesOf(page),
};

export const shapes = [...Object.entries(SHAPES).map(shape), pages];
