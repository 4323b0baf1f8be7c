"use client";
/**
 * The query of one hook, as React subscribes to it.
 *
 * Owns: that it is the same source at each render until the query, its arguments or the client are others; the journal
 * that goes on with another client. Leaves to others: encoding (`js/functions.ts`), what is shown (`watched_entry.ts`).
 */

import type { Value } from "convex/values";
import { encodeArgs, parseArgs } from "../js/functions.js";
import { type Entry, PENDING } from "../js/view_store.js";
import type { ConvexReactClient } from "./convex_react_client.js";
import { watchEntry } from "./watched_entry.js";

/** What `useSyncExternalStore` takes. */
export interface QuerySource {
  subscribe(onChange: () => void): () => void;
  read(): Entry;
  readOnServer(): Entry;
}

/** A source, and what it is of. */
interface Known extends QuerySource {
  readonly client: ConvexReactClient;
  readonly name: string;
  /** None where the query is skipped. */
  readonly encoded: string | undefined;
  /** The arguments last seen that are encoded so, in an object of our own. */
  args: Record<string, Value>;
}

/** The sources of one hook. */
export class HookSources {
  /** Two, so that a render which React gives up costs the one that is shown nothing. */
  #latest: Known | undefined;
  #earlier: Known | undefined;
  /** The subscription before this one. */
  #last: { of: unknown; query: string; journal: string | null | undefined } | undefined;

  /**
   * Apps make arguments anew for each render, or change them in place: they are compared, and encoded where that is not
   * enough to know.
   *
   * @throws what is wrong with the arguments
   */
  of(client: ConvexReactClient, name: string, given: unknown, watch = watchEntry): QuerySource {
    const args = given === "skip" ? undefined : parseArgs(given);
    const latest = this.#latest;
    if (latest?.client === client && latest.name === name && areSame(args, latest)) return latest;
    const encoded = args && encodeArgs(args);
    const isIt = (source: Known | undefined) =>
      source?.client === client && source.name === name && source.encoded === encoded;
    if (!isIt(latest)) {
      const found = isIt(this.#earlier) ? this.#earlier : undefined;
      this.#earlier = latest;
      this.#latest = found ?? this.#make(client, name, encoded, watch);
    }
    const source = this.#latest as Known;
    source.args = { ...args };
    return source;
  }

  #make(
    client: ConvexReactClient,
    name: string,
    encoded: string | undefined,
    watch: typeof watchEntry,
  ): Known {
    // Another query's loading is another snapshot: React drops the effects of a render whose snapshot is the old one, and
    // with them the new subscription.
    const pending: Entry = { status: "pending" };
    const readOnServer = () => pending;
    const of = { client, name, encoded, args: {}, readOnServer };
    if (encoded === undefined) return { ...of, subscribe: () => () => {}, read: readOnServer };
    const watched = watch(client, name, encoded);
    return {
      ...of,
      subscribe: (onChange) => {
        const query = `${name} ${encoded}`;
        const last = this.#last;
        // Another client goes on where the last one was; the same one begins anew.
        const goesOn = last !== undefined && last.of !== client && last.query === query;
        const stop = watched.subscribe(onChange, goesOn ? last.journal : undefined);
        return () => {
          this.#last = { of: client, query, journal: watched.journal() };
          stop();
        };
      },
      read: () => {
        const shown = watched.entry();
        return shown === PENDING ? pending : shown;
      },
    };
  }
}

/** Whether they are surely the same. What has parts may have changed within, so that it never is. */
function areSame(args: Record<string, Value> | undefined, { encoded, args: last }: Known): boolean {
  if (args === undefined || encoded === undefined) return args === encoded;
  let left = Object.keys(last).length;
  for (const name in args) {
    const value = args[name];
    const isSimple = value === null || (value !== undefined && typeof value !== "object");
    if (!isSimple || !Object.is(value, last[name])) return false;
    left--;
  }
  return left === 0;
}
