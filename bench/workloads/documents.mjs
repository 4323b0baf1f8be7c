// The documents of the benchmark: about 320 bytes of JSON each, the same in every run and on both sides.
// Owns what a document looks like. Leaves to the workloads: which change when.

const WORDS =
  "lens core patch scan row tape frame socket render commit layer query cache token page".split(
    " ",
  );

const words = (seed, count) =>
  Array.from({ length: count }, (_, at) => WORDS[(seed * 7 + at * 5) % WORDS.length]).join(" ");

/** Document number `index`, keys in the order in which servers write them. */
export function documentAt(index, votes = index % 100) {
  return {
    _creationTime: 1_700_000_000_000.25 + index,
    _id: `k57${String(index).padStart(29, "0")}`,
    author: `author-${index % 37}@example.com`,
    body: words(index, 20),
    done: index % 3 === 0,
    rank: index,
    tags: [words(index, 1), words(index + 1, 1)],
    title: `Document ${index}: ${words(index, 4)}`,
    votes,
  };
}

export const documents = (count) => Array.from({ length: count }, (_, index) => documentAt(index));

/** The same in a script that takes two bytes and three a letter, with a sign of four. */
export const foreignDocuments = (count) =>
  documents(count).map((item) => ({
    ...item,
    body: `Чечевица, 扁豆: ${item.body.slice(0, 40)} — линза, 鏡片, ядро, 核心 😀`,
    title: `Документ ${item.rank}`,
  }));

/** The list with one document replaced: what did not change stays the same object. */
export const withOne = (list, index, changes) =>
  list.map((item, at) => (at === index ? { ...item, ...changes } : item));
