"use client";
/**
 * The pages of `usePaginatedQuery`, as React state.
 *
 * Owns: which pages there are and what their results make together. Leaves to others: running the queries
 * (`use_queries.ts`), when to change the state (`use_paginated_query.ts`). Everything here is pure but the counter.
 */

import type { FunctionReference } from "convex/server";
import type { Value } from "convex/values";
import { isInvalidCursor, type Page, splitCursorOf } from "../js/pagination.js";

type PageKey = number;
type Args = Record<string, Value>;

/** One life of a list, from its first page on. */
export interface PageState {
  readonly name: string;
  /** None where it is skipped. */
  readonly encodedArgs: string | undefined;
  /** In the arguments of each page: no two lives share a query, nor its journal. */
  readonly id: number;
  readonly args: Args;
  readonly nextPageKey: PageKey;
  /** The pages that are shown, in order. */
  readonly pageKeys: PageKey[];
  /** The queries of all pages, also of those that a page is being split into. */
  readonly queries: Record<PageKey, { query: FunctionReference<"query">; args: Args }>;
  readonly ongoingSplits: Record<PageKey, [PageKey, PageKey]>;
}

/** What all pages are together. */
export interface Shown {
  /** The items with the page that they are of. */
  items: { item: unknown; pageKey: PageKey }[];
  /** The last page; none while one is loading. */
  last: Page | undefined;
  /** Whether no page is there, be it that they are hidden. */
  isEmpty: boolean;
  error: Error | undefined;
  /** What has to change in the state first. */
  edits: ((state: PageState) => PageState)[];
  /** A new life has to begin. */
  isInvalid: boolean;
}

let lastId = 0;

/** For tests alone: ids begin at 1 again. */
export function resetPaginationId(): void {
  lastId = 0;
}

/** A new life, with its first page. */
export function newLife(
  name: string,
  encodedArgs: string | undefined,
  args: Args,
  initialNumItems: number,
): PageState {
  const id = ++lastId;
  const empty: PageState = {
    ...{ name, encodedArgs, id, args, nextPageKey: 1 },
    ...{ pageKeys: [], queries: {}, ongoingSplits: {} },
  };
  const first = withQuery(empty, 0, { numItems: initialNumItems, cursor: null });
  return encodedArgs === undefined ? empty : { ...first, pageKeys: [0] };
}

/** One more page at the end. */
export function withMore(state: PageState, cursor: string, numItems: number): PageState {
  const key = state.nextPageKey;
  const more = withQuery(state, key, { numItems, cursor });
  return { ...more, nextPageKey: key + 1, pageKeys: [...state.pageKeys, key] };
}

/** What the results of the pages' queries make together, and what follows of them. */
export function show(
  state: PageState,
  results: Record<string, unknown>,
  initialNumItems: number,
): Shown {
  const shown: Shown = {
    ...{ items: [], last: undefined, isEmpty: true, error: undefined },
    ...{ edits: [], isInvalid: false },
  };
  shown.isEmpty = state.pageKeys.every((key) => results[key] === undefined);
  for (const key of state.pageKeys) {
    const page = results[key] as Page | Error | undefined;
    if (page === undefined) return { ...shown, last: undefined };
    if (page instanceof Error) {
      const isInvalid = isInvalidCursor(page);
      return {
        ...shown,
        items: isInvalid ? [] : shown.items,
        last: undefined,
        error: page,
        isInvalid,
      };
    }
    shown.edits.push(...editsFor(state, results, key, splitCursorOf(page, initialNumItems), page));
    // Such a page is not whole: the list ends before it until its halves are there.
    if (page.pageStatus === "SplitRequired") return { ...shown, last: undefined };
    for (const item of page.page) shown.items.push({ item, pageKey: key });
    shown.last = page;
  }
  return shown;
}

function editsFor(
  state: PageState,
  results: Record<string, unknown>,
  key: PageKey,
  splitCursor: string | undefined,
  { continueCursor }: Page,
): Shown["edits"] {
  const halves = state.ongoingSplits[key];
  if (halves !== undefined) {
    return halves.every((half) => results[half] !== undefined)
      ? [(now) => withHalves(now, key)]
      : [];
  }
  if (splitCursor === undefined) return [];
  return [(now) => withSplit(now, key, splitCursor, continueCursor)];
}

/** The page goes on being shown while its halves load. */
function withSplit(
  state: PageState,
  key: PageKey,
  splitCursor: string,
  continueCursor: string,
): PageState {
  const paginationOpts = state.queries[key]?.args.paginationOpts as Args | undefined;
  if (paginationOpts === undefined || state.ongoingSplits[key] !== undefined) return state;
  const first = state.nextPageKey;
  const upper = withQuery(state, first, { ...paginationOpts, endCursor: splitCursor });
  const range = { cursor: splitCursor, endCursor: continueCursor };
  const both = withQuery(upper, first + 1, { ...paginationOpts, ...range });
  const ongoingSplits: PageState["ongoingSplits"] = {
    ...state.ongoingSplits,
    [key]: [first, first + 1],
  };
  return { ...both, nextPageKey: first + 2, ongoingSplits };
}

function withHalves(state: PageState, key: PageKey): PageState {
  const { [key]: halves, ...ongoingSplits } = state.ongoingSplits;
  if (halves === undefined) return state;
  const { [key]: _, ...queries } = state.queries;
  const pageKeys = state.pageKeys.flatMap((other) => (other === key ? halves : [other]));
  return { ...state, pageKeys, queries, ongoingSplits };
}

function withQuery(state: PageState, key: PageKey, paginationOpts: Args): PageState {
  const query = state.name as unknown as FunctionReference<"query">;
  // A page that is split has its id already, at its place.
  const args = { ...state.args, paginationOpts: { id: state.id, ...paginationOpts } };
  return { ...state, queries: { ...state.queries, [key]: { query, args } } };
}
