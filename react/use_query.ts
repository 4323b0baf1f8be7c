"use client";
/**
 * A live query.
 *
 * Owns: subscribing while mounted. Leaves to others: the result and its identity (the client).
 */

import type { FunctionArgs, FunctionReturnType } from "convex/server";
import { useCallback, useMemo, useRef, useSyncExternalStore } from "react";
import { encodeArgs, functionName, parseArgs } from "../js/functions.js";
import type { Reference } from "../js/reference.js";
import { type Entry, PENDING } from "../js/view_store.js";
import { useClient } from "./convex_provider.js";
import { resultOf } from "./convex_react_client.js";
import { watchEntry } from "./watched_entry.js";

type EmptyObject = Record<string, never>;

/** The arguments of a query, left out where it has none, or "skip". */
export type OptionalRestArgsOrSkip<FuncRef extends Reference<"query" | "mutation" | "action">> =
  FunctionArgs<FuncRef> extends EmptyObject
    ? [args?: EmptyObject | "skip"]
    : [args: FunctionArgs<FuncRef> | "skip"];

const NOTHING = () => {};

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
  watch = watchEntry,
): Entry {
  const client = useClient(hook);
  const name = functionName(query);
  const encoded = args === "skip" ? undefined : encodeArgs(parseArgs(args));
  const watched = useMemo(
    () => (encoded === undefined ? undefined : watch(client, name, encoded)),
    [watch, client, name, encoded],
  );
  // Another client goes on where the last one was; the same one begins anew.
  const last = useRef<{ of: unknown; query: string; journal: string | null | undefined }>(
    undefined,
  );
  const subscribe = useCallback(
    (onChange: () => void) => {
      if (watched === undefined) return NOTHING;
      const query = `${name} ${encoded}`;
      const { current } = last;
      const isOther = current !== undefined && current.of !== client && current.query === query;
      const stop = watched.subscribe(onChange, isOther ? current.journal : undefined);
      return () => {
        last.current = { of: client, query, journal: watched.journal() };
        stop();
      };
    },
    [client, name, encoded, watched],
  );
  // Another query's loading is another snapshot: React drops the effects of a render whose snapshot is the old one, and
  // with them the new subscription.
  // biome-ignore lint/correctness/useExhaustiveDependencies: one object for each query is what it is for
  const pending = useMemo((): Entry => ({ status: "pending" }), [name, encoded]);
  const entry = () => {
    const shown = watched?.entry() ?? PENDING;
    return shown === PENDING ? pending : shown;
  };
  // On a server and while hydrating nothing is known, also where another root of the page knows more.
  return useSyncExternalStore(subscribe, entry, () => pending);
}
