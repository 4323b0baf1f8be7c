// The table below the lists of a script, and its pages as a deployment would give them.
//
// Owns: rows, where a page begins and ends, which pages wait, fail, or ask to be split. A cursor is the last row before
// it. Leaves to others: who watches what, and when he is told (`server.mjs`).

const LAST = "end";

/** Of which page a step speaks. */
const KINDS = {
  first: ({ cursor, endCursor }) => cursor === null && endCursor === undefined,
  later: ({ cursor, endCursor }) => cursor !== null && endCursor === undefined,
  "upper half": ({ cursor, endCursor }) => cursor === null && endCursor !== undefined,
  "lower half": ({ cursor, endCursor }) => cursor !== null && endCursor !== undefined,
};

export const PAGE_KINDS = Object.keys(KINDS);

/** How a page fails. The last two say that its cursor is of no use any more. */
const FAILURES = {
  "an error": { error: "no such index" },
  "an error with data": { error: "refused", data: { code: 7 } },
  "an invalid cursor": { error: "InvalidCursor: Tried to run a query starting from a cursor" },
  "an invalid cursor in its data": {
    error: "[Request ID: 0] Server Error",
    data: { isConvexSystemError: true, paginationError: "InvalidCursor" },
  },
};

export const FAILURE_KINDS = Object.keys(FAILURES);

/** The table of one side. */
export class Table {
  rows = [];
  /** Pages longer than that are to be split, or must be; `cursor`: where is said. */
  limits = { recommended: 99, required: 99, cursor: true };
  #held;
  #failing;

  constructor(count) {
    for (let key = 1; key <= count; key++) this.put({ key, by: "server" });
  }

  put(row) {
    this.rows = [...this.rows.filter(({ key }) => key !== row.key), row];
    this.rows.sort((a, b) => a.key - b.key);
  }

  remove(at) {
    this.rows = this.rows.toSpliced(at % Math.max(this.rows.length, 1), 1);
  }

  hold(kind) {
    this.#held = kind;
  }

  fail(kind, how) {
    this.#failing = kind && { kind, how };
  }

  /** Which pages fail. */
  get failing() {
    return this.#failing?.kind;
  }

  /** A page: an outcome, or undefined while it waits. `journal` is what the last answer gave with it. */
  page({ paginationOpts }, journal) {
    if (this.#held && KINDS[this.#held](paginationOpts)) return undefined;
    if (this.#failing && KINDS[this.#failing.kind](paginationOpts)) {
      return FAILURES[this.#failing.how];
    }
    const value = this.#read(paginationOpts, journal ?? undefined);
    return { value, journal: value.continueCursor };
  }

  /** A page that was loaded once keeps its end. */
  #read({ numItems, cursor, endCursor }, journal) {
    const after = this.rows.filter(({ key }) => cursor === null || key > Number(cursor));
    const end = endCursor ?? journal;
    const page = end === undefined ? after.slice(0, numItems) : upTo(after, end);
    const isDone = end === undefined ? page.length === after.length : end === LAST;
    const continueCursor = isDone ? LAST : (end ?? String(page.at(-1)?.key ?? 0));
    return { page, isDone, continueCursor, ...this.#split(page) };
  }

  #split({ length, ...page }) {
    const { recommended, required, cursor } = this.limits;
    const pageStatus =
      length > required ? "SplitRequired" : length > recommended ? "SplitRecommended" : null;
    const middle = length > 1 && cursor ? String(page[Math.ceil(length / 2) - 1].key) : null;
    return { pageStatus, splitCursor: middle };
  }
}

const upTo = (rows, end) => (end === LAST ? rows : rows.filter(({ key }) => key <= Number(end)));
