"use client";
/**
 * A live query.
 *
 * Owns: subscribing while mounted. Leaves to others: the result and its identity (the client).
 */

import type { FunctionArgs, FunctionReturnType } from "convex/server";
import { type JSONValue, jsonToConvex, type Value } from "convex/values";
import { useCallback, useMemo, useRef, useSyncExternalStore } from "react";
import {
  encodeArgs,
  functionName,
  parseArgs,
  type QueryToken,
  queryToken,
} from "../js/functions.js";
import type { Reference } from "../js/reference.js";
import { type Entry, PENDING } from "../js/view_store.js";
import { useClient } from "./convex_provider.js";
import { resultOf } from "./convex_react_client.js";

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

/** What is shown for a query, live. */
export function useEntry(query: unknown, args: unknown): Entry {
  const client = useClient("useQuery");
  const name = functionName(query);
  const encoded = args === "skip" ? undefined : encodeArgs(parseArgs(args));
  const token = encoded === undefined ? undefined : queryToken(name, encoded);
  // Another client goes on where the last one was; the same one begins anew.
  const last = useRef<{ of: unknown; token: QueryToken; journal: string | null | undefined }>(
    undefined,
  );
  const subscribe = useCallback(
    (onChange: () => void) => {
      if (encoded === undefined) return NOTHING;
      const decoded = jsonToConvex(JSON.parse(encoded) as JSONValue) as Record<string, Value>;
      const live = client.sync;
      const token = queryToken(name, encoded);
      const { current } = last;
      const isOther = current !== undefined && current.of !== client && current.token === token;
      const journal = isOther ? current.journal : undefined;
      const stop = live.watch(name, decoded, onChange, journal);
      return () => {
        last.current = { of: client, token, journal: live.journal(token) };
        stop();
      };
    },
    [client, name, encoded],
  );
  // Another query's loading is another snapshot: React drops the effects of a render whose snapshot is the old one, and
  // with them the new subscription.
  // biome-ignore lint/correctness/useExhaustiveDependencies: one object for each token is what it is for
  const pending = useMemo((): Entry => ({ status: "pending" }), [token]);
  const entry = () => {
    const shown = token === undefined ? PENDING : client.entry(token);
    return shown === PENDING ? pending : shown;
  };
  // On a server and while hydrating nothing is known, also where another root of the page knows more.
  return useSyncExternalStore(subscribe, entry, () => pending);
}
