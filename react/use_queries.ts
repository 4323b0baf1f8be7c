"use client";
/**
 * Any number of live queries in one hook.
 *
 * Owns: subscribing to all of them while mounted, one object of all results. Leaves to others: the results.
 */

import type { FunctionReference } from "convex/server";
import type { Value } from "convex/values";
import { useCallback, useMemo, useRef, useSyncExternalStore } from "react";
import { type Entry, PENDING } from "../js/entries.js";
import { encodeArgs, functionName, parseArgs } from "../js/functions.js";
import type { Reference } from "../js/reference.js";
import { useClient } from "./convex_provider.js";
import type { ConvexReactClient } from "./convex_react_client.js";
import { type WatchedEntry, watchEntry } from "./watched_entry.js";

/** Queries by names of one's choice. */
export type RequestForQueries = Record<
  string,
  { query: FunctionReference<"query">; args: Record<string, Value> }
>;

type Requests = Record<string, { query: Reference<"query">; args: Record<string, Value> }>;

/** By query. */
type Journals = Map<string, string | null | undefined>;

/** One query: what it is called here, its name and arguments as one text, what is shown. */
interface Request {
  id: string;
  query: string;
  watched: WatchedEntry;
}

/**
 * The results of the queries by their names: each undefined while loading, and an Error where it failed. The object is
 * the same until one of them changes.
 */
export function useQueries(
  queries: Requests,
  // biome-ignore lint/suspicious/noExplicitAny: which result it is, the app knows by the name
): Record<string, any | undefined | Error> {
  const client = useClient("useQuery");
  const key = useMemo(() => JSON.stringify(keysOf(queries)), [queries]);
  const requests = useMemo(() => requestsOf(client, key), [client, key]);
  // Another client goes on where the last one was, and so does what was hidden and is shown again; the same client
  // begins other queries anew.
  const last = useRef<{ of: unknown; requests: Request[]; journals: Journals }>(undefined);
  const subscribe = useCallback(
    (onChange: () => void) => {
      const { current } = last;
      const goesOn = current?.of !== client || current.requests === requests;
      const journals = goesOn ? current?.journals : undefined;
      const stops = requests.map(({ query, watched }) =>
        watched.subscribe(onChange, journals?.get(query)),
      );
      return () => {
        const now = requests.map(({ query, watched }) => [query, watched.journal()] as const);
        last.current = { of: client, requests, journals: new Map(now) };
        for (const stop of stops) stop();
      };
    },
    [client, requests],
  );
  const [read, readOnServer] = useMemo(() => {
    const ids = requests.map(({ id }) => id);
    return [
      snapshots(ids, () => requests.map(({ watched }) => watched.entry())),
      snapshots(ids, () => requests.map(() => PENDING)),
    ];
  }, [requests]);
  return useSyncExternalStore(subscribe, read, readOnServer);
}

type Key = [id: string, name: string, encodedArgs: string];

function keysOf(queries: Requests): Key[] {
  return Object.entries(queries).map(([id, { query, args }]) => [
    id,
    functionName(query),
    encodeArgs(parseArgs(args)),
  ]);
}

function requestsOf(client: ConvexReactClient, key: string): Request[] {
  return (JSON.parse(key) as Key[]).map(([id, name, encoded]) => ({
    id,
    query: `${name} ${encoded}`,
    watched: watchEntry(client, name, encoded),
  }));
}

/** All results as one object; the same one as long as the entries are. */
function snapshots(ids: string[], read: () => Entry[]): () => Record<string, unknown> {
  let entries: Entry[] | undefined;
  let results: Record<string, unknown> = {};
  return () => {
    const next = read();
    if (entries === undefined || next.some((entry, at) => entry !== entries?.[at])) {
      entries = next;
      results = Object.fromEntries(next.map((entry, at) => [ids[at], shown(entry)]));
    }
    return results;
  };
}

function shown(entry: Entry): unknown {
  if (entry.status === "pending") return undefined;
  return entry.status === "error" ? entry.error : entry.value;
}
