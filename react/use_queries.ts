"use client";
/**
 * Any number of live queries in one hook.
 *
 * Owns: subscribing to all of them while mounted, one object of all results. Leaves to others: the results.
 */

import type { FunctionReference } from "convex/server";
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

/** Queries by names of one's choice. */
export type RequestForQueries = Record<
  string,
  { query: FunctionReference<"query">; args: Record<string, Value> }
>;

type Requests = Record<string, { query: Reference<"query">; args: Record<string, Value> }>;

type Journals = Map<QueryToken, string | null | undefined>;

/** One query: what it is called here, its function, its encoded arguments. */
type Request = [id: string, name: string, encoded: string];

/**
 * The results of the queries by their names: each undefined while loading, and an Error where it failed. The object is
 * the same until one of them changes.
 */
export function useQueries(
  queries: Requests,
  // biome-ignore lint/suspicious/noExplicitAny: which result it is, the app knows by the name
): Record<string, any | undefined | Error> {
  const client = useClient("useQuery");
  const key = useMemo(() => JSON.stringify(requestsOf(queries)), [queries]);
  const requests = useMemo(() => JSON.parse(key) as Request[], [key]);
  // Another client goes on where the last one was, and so does what was hidden and is shown again; the same client
  // begins other queries anew.
  const last = useRef<{ of: unknown; requests: Request[]; journals: Journals }>(undefined);
  const subscribe = useCallback(
    (onChange: () => void) => {
      const live = client.sync;
      const { current } = last;
      const goesOn = current?.of !== client || current.requests === requests;
      const journals = goesOn ? current?.journals : undefined;
      const stops = requests.map(([, name, encoded]) => {
        const args = jsonToConvex(JSON.parse(encoded) as JSONValue) as Record<string, Value>;
        return live.watch(name, args, onChange, journals?.get(queryToken(name, encoded)));
      });
      return () => {
        const tokens = requests.map(tokenOf);
        const journals = new Map(tokens.map((token) => [token, live.journal(token)]));
        last.current = { of: client, requests, journals };
        for (const stop of stops) stop();
      };
    },
    [client, requests],
  );
  const [read, readOnServer] = useMemo(() => {
    const ids = requests.map(([id]) => id);
    const tokens = requests.map(tokenOf);
    return [
      snapshots(ids, () => tokens.map((token) => client.entry(token))),
      snapshots(ids, () => tokens.map(() => PENDING)),
    ];
  }, [client, requests]);
  return useSyncExternalStore(subscribe, read, readOnServer);
}

function requestsOf(queries: Requests): Request[] {
  return Object.entries(queries).map(([id, { query, args }]) => [
    id,
    functionName(query),
    encodeArgs(parseArgs(args)),
  ]);
}

function tokenOf([, name, encoded]: Request): QueryToken {
  return queryToken(name, encoded);
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
