"use client";
/**
 * A live query in pages: the coming form of `usePaginatedQuery`.
 *
 * Owns: when a list begins anew, the two shapes of its result. Leaves to others: the pages
 * (`js/paginated_queries.ts`).
 */

import type { Value } from "convex/values";
import { useCallback, useMemo, useState, useSyncExternalStore } from "react";
import { type Entry, PENDING } from "../js/entries.js";
import { encodeArgs, functionName } from "../js/functions.js";
import {
  PaginatedQueries,
  type PaginatedQuery,
  type PaginatedResult,
} from "../js/paginated_queries.js";
import { checkInitialNumItems, isInvalidCursor } from "../js/pagination.js";
import { useClient } from "./convex_provider.js";
import type {
  PaginatedQueryArgs,
  PaginatedQueryReference,
  UsePaginatedQueryObjectReturnType,
  UsePaginatedQueryOptions,
  UsePaginatedQueryReturnType,
} from "./pagination_types.js";

interface Request {
  query: unknown;
  args: unknown;
  initialNumItems: number | undefined;
  throwOnError: boolean;
  isObjectForm: boolean;
}

/** One life of a list; none of its pages where it is skipped. */
interface Life {
  name: string;
  encodedArgs: string | undefined;
  pages: PaginatedQuery | undefined;
}

let lastId = 0;
const nextId = () => ++lastId;
const NOTHING = () => {};

/**
 * The items of all pages so far, live. It begins anew with another query or other arguments, and where a cursor has
 * become invalid.
 *
 * @throws the error of a page, and what is wrong with the arguments
 */
export function usePaginatedQuery_experimental<Query extends PaginatedQueryReference>(
  query: Query,
  args: PaginatedQueryArgs<Query> | "skip",
  options: { initialNumItems: number },
): UsePaginatedQueryReturnType<Query>;
/** The same with one object of options; an error is a part of the result but with `throwOnError`. */
export function usePaginatedQuery_experimental<
  Query extends PaginatedQueryReference,
  ThrowOnError extends boolean = false,
>(
  options: UsePaginatedQueryOptions<Query, ThrowOnError>,
): UsePaginatedQueryObjectReturnType<Query, ThrowOnError>;
export function usePaginatedQuery_experimental<Query extends PaginatedQueryReference>(
  query: Query | UsePaginatedQueryOptions<Query>,
  args?: PaginatedQueryArgs<Query> | "skip",
  options?: { initialNumItems: number },
): UsePaginatedQueryReturnType<Query> | UsePaginatedQueryObjectReturnType<Query> {
  const request = requestOf(query, args, options);
  const { entry, reset, warn } = useList(request);
  const error = entry.status === "error" ? entry.error : undefined;
  if (error && isInvalidCursor(error)) {
    warn(`usePaginatedQuery hit error, resetting pagination state: ${error.message}`);
    reset();
  } else if (error && request.throwOnError) throw error;
  const result = useMemo(
    () => (request.isObjectForm ? objectFormOf(resultOf(entry)) : resultOf(entry)),
    [entry, request.isObjectForm],
  );
  return result as unknown as UsePaginatedQueryReturnType<Query>;
}

function requestOf(first: unknown, args: unknown, options?: { initialNumItems: number }): Request {
  const isObjectForm = typeof first === "object" && first !== null && "query" in first;
  const given = (isObjectForm ? first : { query: first, args, ...options }) as Request;
  return { ...given, throwOnError: given.throwOnError ?? !isObjectForm, isObjectForm };
}

function useList({ query, args, initialNumItems }: Request) {
  checkInitialNumItems(initialNumItems);
  const client = useClient("usePaginatedQuery");
  const name = functionName(query);
  const plainArgs = (args === "skip" ? {} : args) as Record<string, Value>;
  const encodedArgs = args === "skip" ? undefined : encodeArgs(plainArgs);
  const start = (): Life => {
    const options = { initialNumItems: initialNumItems as number, id: nextId() };
    const pages = encodedArgs === undefined ? undefined : { name, args: plainArgs, options };
    return { name, encodedArgs, pages };
  };
  const [kept, setLife] = useState(start);
  let life = kept;
  if (life.name !== name || life.encodedArgs !== encodedArgs) {
    life = start();
    setLife(life);
  }
  const { pages } = life;
  const subscribe = useCallback(
    (onChange: () => void) =>
      pages ? client.paginatedQueries(PaginatedQueries).subscribe(pages, onChange) : NOTHING,
    [client, pages],
  );
  const read = () => (pages ? client.paginatedEntry(pages) : PENDING);
  const entry = useSyncExternalStore(subscribe, read, () => PENDING);
  const warn = (message: string) => client.logger.warn(message);
  return { entry, reset: () => setLife(start), warn };
}

type Result = Pick<PaginatedResult, "results" | "loadMore"> & {
  status: string;
  isLoading: boolean;
  error?: Error;
};

function resultOf(entry: Entry): Result {
  const loadMore = () => false;
  if (entry.status === "success") {
    const pages = entry.value as PaginatedResult;
    return { ...pages, isLoading: pages.status.startsWith("Loading") };
  }
  if (entry.status === "pending" || isInvalidCursor(entry.error)) {
    return { results: [], loadMore, isLoading: true, status: "LoadingFirstPage" };
  }
  return { results: [], loadMore, isLoading: false, status: "Error", error: entry.error };
}

function objectFormOf({ results, status, isLoading, error, loadMore }: Result) {
  return {
    data: status === "LoadingFirstPage" ? undefined : results,
    status: error ? "error" : isLoading ? "pending" : "success",
    canLoadMore: status === "CanLoadMore",
    isLoading,
    error,
    loadMore,
  };
}
