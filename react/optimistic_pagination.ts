/**
 * Optimistic updates of queries in pages.
 *
 * Owns: which page an item belongs to. Leaves to others: showing it (`js/optimistic.ts`).
 */

import type { FunctionArgs, FunctionReturnType } from "convex/server";
import { compareValues, type Value } from "convex/values";
import { encodeArgs } from "../js/functions.js";
import type { OptimisticLocalStore } from "../js/optimistic.js";
import type {
  PaginatedQueryArgs,
  PaginatedQueryItem,
  PaginatedQueryReference,
} from "./pagination_types.js";

type Query = PaginatedQueryReference;
type Fields = Record<string, Value | undefined>;

/** A page that is loaded. */
interface Loaded {
  args: FunctionArgs<Query>;
  value: FunctionReturnType<Query>;
}

/** What the functions for inserting have in common. */
interface Insertion<Q extends Query> {
  paginatedQuery: Q;
  /** Only lists with these arguments; without it all lists of the query. */
  argsToMatch?: Partial<PaginatedQueryArgs<Q>>;
  localQueryStore: OptimisticLocalStore;
  item: PaginatedQueryItem<Q>;
}

/** Replaces each item of the list with these arguments by what `updateValue` makes of it. */
export function optimisticallyUpdateValueInPaginatedQuery<Q extends PaginatedQueryReference>(
  localStore: OptimisticLocalStore,
  query: Q,
  args: PaginatedQueryArgs<Q>,
  updateValue: (currentValue: PaginatedQueryItem<Q>) => PaginatedQueryItem<Q>,
): void {
  const wanted = encodeArgs(args as Record<string, Value>);
  for (const { args, value } of localStore.getAllQueries(query)) {
    const { paginationOpts: _, ...others } = args;
    if (encodeArgs(others as Record<string, Value>) !== wanted || !Array.isArray(value?.page))
      continue;
    setPage(localStore, query, { args, value }, value.page.map(updateValue));
  }
}

/** Puts an item before all others of a list, where its first page is loaded. */
export function insertAtTop<Q extends PaginatedQueryReference>(options: Insertion<Q>): void {
  const { paginatedQuery, localQueryStore, item } = options;
  const first = pagesMatching(options).find(({ args }) => args.paginationOpts.cursor === null);
  if (first?.value === undefined) return;
  const { args, value } = first;
  setPage(localQueryStore, paginatedQuery, { args, value }, [item, ...value.page]);
}

/** Puts an item behind all others of a list, where its last page is loaded. */
export function insertAtBottomIfLoaded<Q extends PaginatedQueryReference>(
  options: Insertion<Q>,
): void {
  const { paginatedQuery, localQueryStore, item } = options;
  const last = pagesMatching(options).find(({ value }) => value?.isDone);
  if (last?.value === undefined) return;
  const { args, value } = last;
  setPage(localQueryStore, paginatedQuery, { args, value }, [...value.page, item]);
}

/** Puts an item where it belongs by its sort key, in each list of the query where that place is loaded. */
export function insertAtPosition<Q extends PaginatedQueryReference>(
  options: Insertion<Q> & {
    /** As the query gives the items. */
    sortOrder: "asc" | "desc";
    /** What the query sorts by. */
    sortKeyFromItem: (element: PaginatedQueryItem<Q>) => Value | Value[];
  },
): void {
  const { paginatedQuery, localQueryStore, item, sortOrder, sortKeyFromItem } = options;
  const sign = sortOrder === "asc" ? 1 : -1;
  // Positive where `a` stands behind `b`.
  const compare = (a: PaginatedQueryItem<Q>, b: PaginatedQueryItem<Q>) =>
    sign * compareValues(sortKeyFromItem(a) as Value, sortKeyFromItem(b) as Value);
  for (const pages of lists(pagesMatching(options) as Loaded[])) {
    const place = placeOf(item, pages, compare);
    if (place === undefined) continue;
    const { page } = place.loaded.value;
    const items = [...page.slice(0, place.at), item, ...page.slice(place.at)];
    setPage(localQueryStore, paginatedQuery, place.loaded, items);
  }
}

function setPage<Q extends Query>(
  store: OptimisticLocalStore,
  query: Q,
  { args, value }: Loaded,
  page: unknown[],
): void {
  store.setQuery(query, args as FunctionArgs<Q>, { ...value, page } as FunctionReturnType<Q>);
}

function pagesMatching<Q extends Query>(options: Insertion<Q>) {
  const { localQueryStore, paginatedQuery, argsToMatch } = options;
  return localQueryStore.getAllQueries(paginatedQuery).filter(({ args }) => {
    const isEqual = ([key, value]: [string, Value]) =>
      compareValues(value, (args as object as Fields)[key]) === 0;
    return Object.entries(argsToMatch ?? {}).every(
      isEqual as (field: [string, unknown]) => boolean,
    );
  });
}

/** The loaded pages of each list: pages are of one list by their arguments and the list's id. */
function lists(pages: Loaded[]): Loaded[][] {
  const byList = new Map<string, Loaded[]>();
  for (const page of pages) {
    const { paginationOpts, ...others } = page.args as { paginationOpts: { id?: number } };
    const key = encodeArgs({ ...others, paginationOpts: paginationOpts.id ?? null });
    const list = byList.get(key) ?? [];
    byList.set(key, list);
    if (page.value !== undefined && page.value.page.length > 0) list.push(page);
  }
  return [...byList.values()];
}

/** The page and the index that an item belongs to; none where that page is not loaded. */
function placeOf(
  item: unknown,
  pages: Loaded[],
  compare: (a: unknown, b: unknown) => number,
): { loaded: Loaded; at: number } | undefined {
  const sorted = [...pages].sort((a, b) => compare(a.value.page[0], b.value.page[0]));
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  if (compare(item, first.value.page[0]) <= 0) {
    return first.args.paginationOpts.cursor === null ? { loaded: first, at: 0 } : undefined;
  }
  if (compare(item, last.value.page.at(-1)) >= 0) {
    return last.value.isDone ? { loaded: last, at: last.value.page.length } : undefined;
  }
  const next = sorted.findIndex(({ value }) => compare(value.page[0], item) > 0);
  const loaded = sorted.at(next < 0 ? -1 : next - 1) as Loaded;
  const at = loaded.value.page.findIndex((other) => compare(other, item) >= 0);
  return { loaded, at: at < 0 ? loaded.value.page.length : at };
}
