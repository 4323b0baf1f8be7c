"use client";
/**
 * A live query.
 *
 * Owns: subscribing while mounted. Leaves to others: to what (`query_source.ts`), the result and its identity (the client).
 */

import type { FunctionArgs, FunctionReturnType } from "convex/server";
import { useState, useSyncExternalStore } from "react";
import type { Entry } from "../js/entries.js";
import { functionName } from "../js/functions.js";
import type { Reference } from "../js/reference.js";
import { useClient } from "./convex_provider.js";
import { resultOf } from "./convex_react_client.js";
import { HookSources } from "./query_source.js";
import type { watchEntry } from "./watched_entry.js";

type EmptyObject = Record<string, never>;

/** The arguments of a query, left out where it has none, or "skip". */
export type OptionalRestArgsOrSkip<FuncRef extends Reference<"query" | "mutation" | "action">> =
  FunctionArgs<FuncRef> extends EmptyObject
    ? [args?: EmptyObject | "skip"]
    : [args: FunctionArgs<FuncRef> | "skip"];

/**
 * The result of a query, live; undefined while loading or skipped. Renders again only when it changes, and what is
 * equal keeps its identity.
 *
 * @throws the query's error, and what is wrong with the arguments
 */
export function useQuery<Query extends Reference<"query">>(
  query: Query,
  ...args: OptionalRestArgsOrSkip<Query>
): FunctionReturnType<Query> | undefined {
  return resultOf(useEntry(query, args[0])) as FunctionReturnType<Query> | undefined;
}

/** What is shown for a query, live. `watch` may make it something of its own. */
export function useEntry(
  query: unknown,
  args: unknown,
  hook = "useQuery",
  watch?: typeof watchEntry,
): Entry {
  const client = useClient(hook);
  const name = functionName(query);
  const [sources] = useState(newSources);
  const source = sources.of(client, name, args, watch);
  // On a server and while hydrating nothing is known, also where another root of the page knows more.
  return useSyncExternalStore(source.subscribe, source.read, source.readOnServer);
}

const newSources = () => new HookSources();
