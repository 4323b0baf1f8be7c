"use client";
/**
 * A live query.
 *
 * Owns: subscribing while mounted. Leaves to others: the result and its identity (the client).
 */

import type { FunctionArgs, FunctionReturnType } from "convex/server";
import { useMemo, useState, useSyncExternalStore } from "react";
import { functionName } from "../js/functions.js";
import type { Reference } from "../js/reference.js";
import { type Entry, PENDING } from "../js/view_store.js";
import { useClient } from "./convex_provider.js";
import { type ConvexReactClient, resultOf } from "./convex_react_client.js";
import { EncodedArgs } from "./encoded_args.js";
import { watchEntry } from "./watched_entry.js";

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
  watch = watchEntry,
): Entry {
  const client = useClient(hook);
  const name = functionName(query);
  const [kept] = useState(newHook);
  const encoded = args === "skip" ? undefined : kept.args.encode(args);
  const source = useMemo(
    () => sourceOf(client, name, encoded, kept, watch),
    [client, name, encoded, kept, watch],
  );
  // On a server and while hydrating nothing is known, also where another root of the page knows more.
  return useSyncExternalStore(source.subscribe, source.read, source.readOnServer);
}

/** What one hook keeps over its renders. */
interface Hook {
  args: EncodedArgs;
  /** The subscription before this one. */
  last?: { of: unknown; query: string; journal: string | null | undefined };
}

const newHook = (): Hook => ({ args: new EncodedArgs() });

/** A query as React subscribes to it; none without arguments. */
function sourceOf(
  client: ConvexReactClient,
  name: string,
  encoded: string | undefined,
  hook: Hook,
  watch: typeof watchEntry,
) {
  // Another query's loading is another snapshot: React drops the effects of a render whose snapshot is the old one, and
  // with them the new subscription.
  const pending: Entry = { status: "pending" };
  const readOnServer = () => pending;
  if (encoded === undefined) {
    return { subscribe: () => () => {}, read: readOnServer, readOnServer };
  }
  const watched = watch(client, name, encoded);
  return {
    subscribe(onChange: () => void) {
      const query = `${name} ${encoded}`;
      const { last } = hook;
      // Another client goes on where the last one was; the same one begins anew.
      const goesOn = last !== undefined && last.of !== client && last.query === query;
      const stop = watched.subscribe(onChange, goesOn ? last.journal : undefined);
      return () => {
        hook.last = { of: client, query, journal: watched.journal() };
        stop();
      };
    },
    read() {
      const shown = watched.entry();
      return shown === PENDING ? pending : shown;
    },
    readOnServer,
  };
}
