"use client";
/**
 * A long list, live, whose rows render by themselves.
 *
 * Owns: the types, subscribing to a row. Leaves to others: which rows there are (`query_rows.ts`), subscribing to the
 * query (`use_query.ts`).
 */

import type {
  FunctionReference,
  FunctionReference_future,
  FunctionReturnType,
} from "convex/server";
import { useCallback, useSyncExternalStore } from "react";
import { resultOf } from "./convex_react_client.js";
import { type QueryRow, watchRows } from "./query_rows.js";
import { type OptionalRestArgsOrSkip, useEntry } from "./use_query.js";

type List = readonly unknown[] | null;

/** A query that gives a list, or null where there is none to give. */
export type ListQuery =
  // biome-ignore lint/suspicious/noExplicitAny: whatever arguments
  | FunctionReference<"query", "public", any, List>
  // biome-ignore lint/suspicious/noExplicitAny: whatever arguments
  | FunctionReference_future<"query", "public", any, List>;

/** The rows of a list; what is none stays as it is. */
export type RowsOf<Result> = Result extends readonly (infer Item)[] ? QueryRow<Item>[] : Result;

/**
 * The rows of a list, live; undefined while loading or skipped. Renders again only when rows come, go or move: what a
 * row shows is read by `useRow` in a component of its own, memoised, which renders again when that document changes.
 *
 * A row is found again by its document's `_id`; what has none by its identity, else by its place.
 *
 * @throws the query's error, what is wrong with the arguments, and an error where the result is no list
 */
export function useQueryRows<Query extends ListQuery>(
  query: Query,
  ...args: OptionalRestArgsOrSkip<Query>
): RowsOf<FunctionReturnType<Query>> | undefined {
  const entry = useEntry(query, args[0], "useQueryRows", watchRows);
  return resultOf(entry) as RowsOf<FunctionReturnType<Query>> | undefined;
}

/** The document of a row, live while its list is shown; afterwards as it was last. */
export function useRow<Item>(row: QueryRow<Item>): Item {
  const subscribe = useCallback((onChange: () => void) => row.subscribe(onChange), [row]);
  const read = () => row.current;
  return useSyncExternalStore(subscribe, read, read);
}
