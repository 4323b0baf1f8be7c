"use client";
/**
 * A query that a server has run already, gone live.
 *
 * Owns: showing the preloaded result until the live one is there, and is the user's. Leaves to others: who the user is
 * (`auth_state.ts`).
 */

import type { FunctionReturnType } from "convex/server";
import { type JSONValue, jsonToConvex } from "convex/values";
import { useContext, useMemo } from "react";
import { isForUser, type Preloaded } from "../js/preloaded.js";
import type { Reference } from "../js/reference.js";
import { AuthContext, LibraryLoadingContext } from "./auth_state.js";
import { resultOf } from "./convex_react_client.js";
import { useEntry } from "./use_query.js";

/**
 * The result of a query that `preloadQuery` of `lentil/nextjs` has run: at first as preloaded, then live.
 *
 * What was preloaded for a user stays until it is known who the user is here, and the query is not asked for nobody
 * before: below a provider with authentication what nobody would get, or a refusal, is not shown in between.
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
  const isOfUser = isForUser(preloaded);
  const isLibraryLoading = useContext(LibraryLoadingContext);
  const isUserUnknown = useContext(AuthContext)?.isLoading;
  const entry = useEntry(_name, isOfUser && isLibraryLoading ? "skip" : args);
  const live = isOfUser && isUserUnknown ? undefined : resultOf(entry);
  return (live === undefined ? value : live) as FunctionReturnType<Query>;
}
