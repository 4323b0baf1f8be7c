// Bugs of lists in pages that the random scripts must find: each is one edit of the built package, or of what it says
// to its socket, in the name of its mistake.

const HOOK = "react/use_paginated_query.js";
const STATE = "react/page_state.js";
const LISTS = "js/paginated_queries.js";
const UPDATES = "react/optimistic_pagination.js";

/** `find` stands exactly once in the file below dist/. */
const edit = (name, file, find, replace) => ({ name, file, find, replace });

export const BUGS = [
  edit(
    "usePaginatedQuery: more is loaded from the first cursor",
    STATE,
    "withQuery(state, key, { numItems, cursor })",
    "withQuery(state, key, { numItems, cursor: null })",
  ),
  edit(
    "usePaginatedQuery: one of two halves is shown",
    STATE,
    "halves.every((half)",
    "halves.some((half)",
  ),
  edit(
    "usePaginatedQuery: the halves are in the wrong order",
    STATE,
    "other === key ? halves : [other]",
    "other === key ? halves.toReversed() : [other]",
  ),
  edit(
    "usePaginatedQuery: after an invalid cursor the list has its old id",
    HOOK,
    "setState(start);\n  }",
    "setState((old) => ({ ...start(), id: old.id, queries: { 0: old.queries[0] } }));\n  }",
  ),
  edit(
    "usePaginatedQuery: an invalid cursor is an error",
    HOOK,
    "shown.isInvalid ? void 0 : shown.error",
    "shown.error",
  ),
  edit(
    "usePaginatedQuery: more is loaded twice where it is asked for twice",
    HOOK,
    "if (isLoadingMore)",
    "if (false)",
  ),
  edit(
    "usePaginatedQuery: a page that is not whole is shown",
    STATE,
    'page.pageStatus === "SplitRequired"',
    "false",
  ),
  edit(
    "usePaginatedQuery: a first page that is not whole counts as one",
    HOOK,
    "state.nextPageKey === 1 || shown.isEmpty",
    "shown.isEmpty",
  ),
  edit(
    "usePaginatedQuery: other arguments go on with the pages that were there",
    HOOK,
    "state.encodedArgs !== encodedArgs",
    'encodedArgs === "never"',
  ),
  edit(
    "the experimental lists: more is loaded from the first cursor",
    LISTS,
    "this.#watch(value.continueCursor, numItems)",
    "this.#watch(null, numItems)",
  ),
  edit(
    "the experimental lists: one of two halves is shown",
    LISTS,
    "halves?.every(",
    "halves?.some(",
  ),
  edit(
    "the experimental lists: the second half has no end",
    LISTS,
    "this.#watch(cursor, initialNumItems, value.continueCursor)",
    "this.#watch(cursor, initialNumItems)",
  ),
  edit(
    "the experimental lists: the page that was split is watched for ever",
    LISTS,
    "page.stop();\n    return halves;",
    "return halves;",
  ),
  edit(
    "the experimental lists: a page that failed is passed over",
    LISTS,
    "const error = pages.find((page) => page instanceof Error);",
    "const error = undefined;",
  ),
  edit(
    "listeners of one list are told in the wrong order",
    "js/clients/listeners.js",
    "for (const listener of this.#listeners.keys()) {",
    "for (const listener of [...this.#listeners.keys()].reverse()) {",
  ),
  edit(
    "insertAtBottomIfLoaded: the item is in the first page that is loaded",
    UPDATES,
    "value2?.isDone",
    "value2",
  ),
  edit(
    "insertAtTop: the item is in a page of the middle",
    UPDATES,
    "args.paginationOpts.cursor === null",
    "args.paginationOpts.cursor !== null",
  ),
  {
    name: "the journals of pages are lost with the connection",
    change(frame) {
      for (const add of frame.modifications ?? []) delete add.journal;
    },
  },
];
