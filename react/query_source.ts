"use client";
/**
 * The query of one hook, as React subscribes to it.
 *
 * Owns: that it is the same source at each render until the query, its arguments or the client are others; the journal
 * that goes on with another client. Leaves to others: encoding (`js/functions.ts`), what is shown (`watched_entry.ts`).
 */

import type { Value } from "convex/values";
import type { Entry } from "../js/entries.js";
import { encodeArgs, parseArgs } from "../js/functions.js";
import type { ConvexReactClient } from "./convex_react_client.js";
import { type WatchedEntry, watchEntry } from "./watched_entry.js";

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
  /** The arguments last seen that are encoded so, and their names. */
  args: Record<string, Value>;
  names: string[];
}

/** The sources of one hook. */
export class HookSources {
  /** Of the last render. */
  #latest: Known | undefined;
  /** Of the last render that React did not give up: coming back to it makes no subscription anew. */
  #shown: Known | undefined;
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
    const source = [latest, this.#shown].find(isIt) ?? this.#make(client, name, encoded, watch);
    source.args = { ...args };
    source.names = Object.keys(source.args);
    this.#latest = source;
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
    const watched = encoded === undefined ? undefined : watch(client, name, encoded);
    const source: Known = {
      client,
      name,
      encoded,
      args: {},
      names: [],
      subscribe: (onChange) => {
        this.#shown = source;
        return watched ? this.#listen(client, `${name} ${encoded}`, watched, onChange) : () => {};
      },
      read: () => {
        const shown = watched?.entry() ?? pending;
        return shown.status === "pending" ? pending : shown;
      },
      readOnServer: () => pending,
    };
    return source;
  }

  #listen(
    client: ConvexReactClient,
    query: string,
    watched: WatchedEntry,
    onChange: () => void,
  ): () => void {
    const last = this.#last;
    // Another client goes on where the last one was; the same one begins anew.
    const goesOn = last !== undefined && last.of !== client && last.query === query;
    const stop = watched.subscribe(onChange, goesOn ? last.journal : undefined);
    return () => {
      this.#last = { of: client, query, journal: watched.journal() };
      stop();
    };
  }
}

/** Whether they are surely the same. What has parts may have changed within, so that it never is. */
function areSame(given: Record<string, Value> | undefined, known: Known): boolean {
  if (given === undefined || known.encoded === undefined) return given === known.encoded;
  const { args, names } = known;
  const givenNames = Object.keys(given);
  if (givenNames.length !== names.length) return false;
  for (let at = 0; at < names.length; at++) {
    const name = names[at] as string;
    const value = given[name];
    if (name !== givenNames[at] || !Object.is(value, args[name])) return false;
    if (typeof value === "object" && value !== null) return false;
  }
  return true;
}
