"use client";
/**
 * A query that a server has run already, gone live.
 *
 * Owns: showing the preloaded result until the live one is there.
 */

import type { FunctionReturnType } from "convex/server";
import { type JSONValue, jsonToConvex } from "convex/values";
import { useMemo } from "react";
import type { Preloaded } from "../js/preloaded.js";
import type { Reference } from "../js/reference.js";
import { useQuery } from "./use_query.js";

/**
 * The result of a query that `preloadQuery` of `lentil/nextjs` has run: at first as preloaded, then live.
 * While who the user is changes it is shown as preloaded again: the last live result may be somebody else's.
 *
 * @throws the live query's error
 */
export function usePreloadedQuery<Query extends Reference<"query">>(
  preloaded: Preloaded<Query>,
): FunctionReturnType<Query> {
  const { _name, _argsJSON, _valueJSON } = preloaded;
  const args = useMemo(() => jsonToConvex(_argsJSON as JSONValue), [_argsJSON]);
  const value = useMemo(() => jsonToConvex(_valueJSON as JSONValue), [_valueJSON]);
  const live = useQuery(_name as unknown as Reference<"query">, args as never);
  return (live === undefined ? value : live) as FunctionReturnType<Query>;
}
