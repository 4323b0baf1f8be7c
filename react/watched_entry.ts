"use client";
/**
 * A query of any client that has `watchQuery`: ours, one that an app has made its own, or a stand-in of a test.
 *
 * Owns: what is shown as the same object until it changes, also where the client does not keep it so.
 */

import { type JSONValue, jsonToConvex, type Value } from "convex/values";
import { type Entry, PENDING } from "../js/entries.js";
import { functionOf } from "../js/functions.js";
import type { Reference } from "../js/reference.js";
import type { ConvexReactClient, EntryWatch, WatchQueryOptions } from "./convex_react_client.js";

/** A query that a hook watches. */
export interface WatchedEntry {
  /** Calls back on each change after this call. Returns an unsubscribe. */
  subscribe(onChange: () => void, journal: string | null | undefined): () => void;
  /** What is shown; the same object until it changes. */
  entry(): Entry;
  /** The journal that the server last sent. */
  journal(): string | null | undefined;
}

/** Nothing happens before `subscribe`. */
export function watchEntry(
  client: ConvexReactClient,
  name: string,
  encodedArgs: string,
): WatchedEntry {
  const query = functionOf(name) as Reference<"query">;
  const args = jsonToConvex(JSON.parse(encodedArgs) as JSONValue) as Record<string, Value>;
  const options: WatchQueryOptions = {};
  const watch: Partial<EntryWatch<unknown>> & Pick<EntryWatch<unknown>, "onUpdate"> =
    client.watchQuery(query, args, options);
  let last = PENDING;
  return {
    subscribe(onChange, journal) {
      if (journal === undefined) delete options.journal;
      else options.journal = journal;
      return watch.onUpdate(onChange);
    },
    entry:
      watch.entry ??
      (() => {
        last = read(watch, last);
        return last;
      }),
    journal: () => watch.journal?.(),
  };
}

function read(watch: Partial<EntryWatch<unknown>>, last: Entry): Entry {
  try {
    const value = watch.localQueryResult?.();
    if (value === undefined) return PENDING;
    const isLast = last.status === "success" && Object.is(last.value, value);
    return isLast ? last : { status: "success", value };
  } catch (error) {
    const isLast = last.status === "error" && last.error === error;
    return isLast ? last : { status: "error", error: error as Error };
  }
}
