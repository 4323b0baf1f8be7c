"use client";
/**
 * A live query in pages.
 *
 * Owns: when a list begins anew, grows and splits. Leaves to others: its state (`page_state.ts`), the pages' queries
 * (`use_queries.ts`).
 */

import type { Value } from "convex/values";
import { useMemo, useState } from "react";
import { encodeArgs, functionName } from "../js/functions.js";
import { checkInitialNumItems } from "../js/pagination.js";
import { useClient } from "./convex_provider.js";
import { newLife, type PageState, type Shown, show, withMore } from "./page_state.js";
import type {
  PaginatedQueryArgs,
  PaginatedQueryItem,
  PaginatedQueryReference,
  UsePaginatedQueryInternalResult,
  UsePaginatedQueryReturnType,
} from "./pagination_types.js";
import { useQueries } from "./use_queries.js";

/** An option of `usePaginatedQueryInternal`: items that are objects say which page they are of. */
export const includePage = Symbol("includePageKeys");

/** Where they say it. */
export const page = Symbol("page");

const NOTHING = () => {};

/**
 * The items of all pages so far, live. It begins anew with another query or other arguments, and where a cursor has
 * become invalid.
 *
 * @throws the error of a page, and what is wrong with the arguments
 */
export function usePaginatedQuery<Query extends PaginatedQueryReference>(
  query: Query,
  args: PaginatedQueryArgs<Query> | "skip",
  options: { initialNumItems: number },
): UsePaginatedQueryReturnType<Query> {
  const { user } = usePaginatedQueryInternal(query, args, options);
  return user as UsePaginatedQueryReturnType<Query>;
}

/** The same with what is beneath it, for those who build on it. */
export function usePaginatedQueryInternal<Query extends PaginatedQueryReference>(
  query: Query,
  args: PaginatedQueryArgs<Query> | "skip",
  options: { initialNumItems: number; [includePage]?: boolean },
  throwOnError = true,
): {
  user: UsePaginatedQueryInternalResult<PaginatedQueryItem<Query>>;
  internal: { state: PageState };
} {
  checkInitialNumItems(options?.initialNumItems);
  const { initialNumItems } = options;
  const includesPage = options[includePage] ?? false;
  const { logger } = useClient("usePaginatedQuery");
  const name = functionName(query);
  const plainArgs = (args === "skip" ? {} : args) as Record<string, Value>;
  const encodedArgs = args === "skip" ? undefined : encodeArgs(plainArgs);
  const start = () => newLife(name, encodedArgs, plainArgs, initialNumItems);
  const [kept, setState] = useState(start);
  let state = kept;
  if (state.name !== name || state.encodedArgs !== encodedArgs) {
    state = start();
    setState(state);
  }
  const results = useQueries(state.queries);
  const shown = useMemo(
    () => show(state, results, initialNumItems),
    [state, results, initialNumItems],
  );
  if (shown.isInvalid) {
    logger.warn(`usePaginatedQuery hit error, resetting pagination state: ${shown.error?.message}`);
    setState(start);
  } else if (shown.edits.length > 0) {
    setState((now) =>
      now.id === state.id ? shown.edits.reduce((to, edit) => edit(to), now) : now,
    );
  }
  const error = shown.isInvalid ? undefined : shown.error;
  if (error !== undefined && throwOnError) throw error;
  const items = useMemo(() => itemsOf(shown, includesPage), [shown, includesPage]);
  const { last } = shown;
  const isFirst = state.nextPageKey === 1 || shown.isEmpty;
  const status = useMemo(
    () => statusOf(state.id, isFirst, last, error, setState),
    [state.id, isFirst, last, error],
  );
  const user = { results: items, ...status };
  return {
    user: user as UsePaginatedQueryInternalResult<PaginatedQueryItem<Query>>,
    internal: { state },
  };
}

function itemsOf({ items }: Shown, includesPage: boolean): unknown[] {
  return items.map(({ item, pageKey }) =>
    includesPage ? { ...(item as object), [page]: pageKey.toString() } : item,
  );
}

function statusOf(
  id: number,
  isFirst: boolean,
  last: Shown["last"],
  error: Error | undefined,
  setState: (edit: (state: PageState) => PageState) => void,
) {
  if (error) return { status: "Error", isLoading: false, error, loadMore: NOTHING };
  if (last === undefined) {
    const status = isFirst ? "LoadingFirstPage" : "LoadingMore";
    return { status, isLoading: true, loadMore: NOTHING };
  }
  if (last.isDone) return { status: "Exhausted", isLoading: false, loadMore: NOTHING };
  let isLoadingMore = false;
  const loadMore = (numItems: number) => {
    if (isLoadingMore) return;
    isLoadingMore = true;
    setState((now) => (now.id === id ? withMore(now, last.continueCursor, numItems) : now));
  };
  return { status: "CanLoadMore", isLoading: false, loadMore };
}
