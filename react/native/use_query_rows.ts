"use client";
/**
 * `useQueryRows` where there is no client of Lentil's: the same rows, by npm convex's `useQuery`.
 *
 * Owns: rows made anew with each result. So the list's component renders with each, and its rows do, unlike those of
 * `../use_query_rows.ts`, which have the types.
 */

import { useQuery } from "convex/react";
import { getFunctionName } from "convex/server";
import { useMemo } from "react";
import type { QueryRow } from "../query_rows.js";
import { idOf } from "../row_places.js";
import type { useQueryRows as ofLentil } from "../use_query_rows.js";

/** The rows of a list, live; undefined while loading or skipped. Throws the query's error, and where it gives no list. */
export const useQueryRows = ((query, ...args) => {
  const result: unknown = useQuery(query, ...(args as [never]));
  return useMemo(() => {
    if (result === undefined || result === null) return result;
    if (Array.isArray(result)) return rowsOf(result);
    const expected = "useQueryRows takes a query that returns an array or null";
    const given = `${getFunctionName(query)} returned a value of type ${typeof result}`;
    throw new Error(`${expected}; ${given}.`);
  }, [query, result]);
}) as typeof ofLentil;

/** The document of a row. */
export function useRow<Item>(row: QueryRow<Item>): Item {
  return row.current;
}

function rowsOf(items: unknown[]): QueryRow<unknown>[] {
  const keys = new Set<string>();
  return items.map((current, at) => {
    const id = idOf(current);
    const key = id === undefined || keys.has(id) ? `${id ?? ""}#${at}` : id;
    keys.add(key);
    return { key, current, subscribe: () => () => {} };
  });
}
