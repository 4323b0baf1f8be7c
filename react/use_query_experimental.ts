"use client";
/**
 * A live query whose failure is a value: the coming form of `useQuery`.
 *
 * Owns: the shape of the result. Leaves to others: subscribing (`use_query.ts`).
 */

import type { FunctionArgs, FunctionReturnType } from "convex/server";
import { useMemo } from "react";
import type { Reference } from "../js/reference.js";
import { useEntry } from "./use_query.js";

/** What a query has come to so far. */
export type UseQueryResult<QueryResult, ThrowOnError extends boolean = false> =
  | { status: "pending" }
  | { status: "success"; data: QueryResult }
  | (ThrowOnError extends true ? never : { status: "error"; error: Error });

type UseQueryOptions<Query extends Reference<"query">, ThrowOnError extends boolean> = {
  query: Query;
  args: FunctionArgs<Query> | "skip";
  throwOnError?: ThrowOnError;
};

/**
 * The result of a query, live; pending while loading or skipped. The same object until it changes.
 *
 * @throws the query's error with `throwOnError`, and what is wrong with the arguments
 */
export function useQuery_experimental<
  Query extends Reference<"query">,
  ThrowOnError extends boolean = false,
>(
  options: UseQueryOptions<Query, ThrowOnError>,
): UseQueryResult<FunctionReturnType<Query>, ThrowOnError> {
  const entry = useEntry(options.query, options.args);
  if (entry.status === "error" && options.throwOnError) throw entry.error;
  const result = useMemo(
    () =>
      entry.status === "success" ? { status: "success" as const, data: entry.value } : { ...entry },
    [entry],
  );
  return result as UseQueryResult<FunctionReturnType<Query>, ThrowOnError>;
}
