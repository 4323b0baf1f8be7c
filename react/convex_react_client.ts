"use client";
/**
 * The client that an app makes once and gives to `ConvexProvider`.
 *
 * Owns: laziness (nothing is opened before the first use in a browser) and npm convex's method names. Leaves to
 * others: everything live (`js/browser/sync_client.ts`).
 */

import type {
  ArgsAndOptions,
  FunctionArgs,
  FunctionReturnType,
  OptionalRestArgs,
} from "convex/server";
import type { Value } from "convex/values";
import type { ClientOptions } from "../js/browser/client_options.js";
import { SyncClient } from "../js/browser/sync_client.js";
import type { ConnectionState } from "../js/connection_state.js";
import type { QueryToken } from "../js/functions.js";
import { encodeArgs, functionName, parseArgs, queryToken } from "../js/functions.js";
import { type Logger, makeLogger } from "../js/logger.js";
import type { OptimisticLocalStore, OptimisticUpdate } from "../js/optimistic.js";
import type { Reference } from "../js/reference.js";
import { type Entry, PENDING } from "../js/view_store.js";

/** Options of one mutation. */
export interface MutationOptions<Args extends Record<string, Value>> {
  /** Shows the mutation's effect before the server answers. */
  optimisticUpdate?: OptimisticUpdate<Args> | undefined;
}

/** Options of a watch. */
export interface WatchQueryOptions {
  /** The journal of an earlier watch of the same query. */
  journal?: string | null;
}

/** A query that can be subscribed to and read, outside of React's rendering. */
export interface Watch<T> {
  /** Calls back on each change after this call. Returns an unsubscribe. */
  onUpdate(callback: () => void): () => void;
  /** The result; undefined while loading. Throws the query's error. */
  localQueryResult(): T | undefined;
  /** The log lines of the query's last run. */
  localQueryLogs(): string[] | undefined;
  /** The journal that the server last sent. */
  journal(): string | null | undefined;
}

/** A Convex client for React. It connects when it is first used, not when it is made. */
export class ConvexReactClient {
  readonly #address: string;
  readonly #options: ClientOptions;
  readonly #logger: Logger;
  #sync: SyncClient | undefined;
  #closed = false;

  /**
   * @param address - the deployment's URL, often of an environment variable
   * @throws when the address is missing or not an absolute URL; other mistakes in it show at first use
   */
  constructor(address: string, options: ClientOptions = {}) {
    if (address === undefined) {
      throw new Error(
        "No address provided to ConvexReactClient.\n" +
          "If trying to deploy to production, make sure to follow all the instructions found at https://docs.convex.dev/production/hosting/\n" +
          "If running locally, make sure to run `convex dev` and ensure the .env.local file is populated.",
      );
    }
    if (typeof address !== "string") {
      throw new Error(
        `ConvexReactClient requires a URL like 'https://happy-otter-123.convex.cloud', received something of type ${typeof address} instead.`,
      );
    }
    if (!address.includes("://")) throw new Error("Provided address was not an absolute URL.");
    this.#address = address;
    this.#options = options;
    this.#logger = makeLogger(options.logger, options.verbose ?? false);
  }

  /** The deployment's URL. */
  get url(): string {
    return this.#address;
  }

  /** Where this client's messages go. */
  get logger(): Logger {
    return this.#logger;
  }

  /** The live client, made at first use. */
  get sync(): SyncClient {
    if (this.#closed) throw new Error("ConvexReactClient has already been closed.");
    this.#sync ??= new SyncClient(this.#address, { ...this.#options, logger: this.#logger });
    return this.#sync;
  }

  /** What is shown for a query now. Opens nothing, so it is safe in any rendering. */
  entry(token: QueryToken): Entry {
    return this.#sync?.entry(token) ?? PENDING;
  }

  /** Something that can be subscribed to; nothing happens before `onUpdate`. */
  watchQuery<Query extends Reference<"query">>(
    query: Query,
    ...argsAndOptions: ArgsAndOptions<Query, WatchQueryOptions>
  ): Watch<FunctionReturnType<Query>> {
    const name = functionName(query);
    const args = parseArgs(argsAndOptions[0]);
    const token = queryToken(name, encodeArgs(args));
    return {
      onUpdate: (callback) => this.#watch(name, args, callback, argsAndOptions[1]?.journal),
      localQueryResult: () => resultOf(this.entry(token)) as FunctionReturnType<Query> | undefined,
      localQueryLogs: () => this.#sync?.logLines(token),
      journal: () => this.#sync?.journal(token),
    };
  }

  /** Runs a mutation. Resolves when its effect is visible in all results. */
  mutation<Mutation extends Reference<"mutation">>(
    mutation: Mutation,
    ...argsAndOptions: ArgsAndOptions<Mutation, MutationOptions<FunctionArgs<Mutation>>>
  ): Promise<FunctionReturnType<Mutation>> {
    const [rawArgs, options] = argsAndOptions;
    const args = (rawArgs ?? {}) as FunctionArgs<Mutation>;
    const update = options?.optimisticUpdate;
    const bound = update && ((store: OptimisticLocalStore) => update(store, args));
    return this.sync.mutation(functionName(mutation), rawArgs, bound);
  }

  /** Runs an action. */
  action<Action extends Reference<"action">>(
    action: Action,
    ...args: OptionalRestArgs<Action>
  ): Promise<FunctionReturnType<Action>> {
    return this.sync.action(functionName(action), args[0]);
  }

  /** The result of a query: what is there already, else the first to come. */
  query<Query extends Reference<"query">>(
    query: Query,
    ...args: OptionalRestArgs<Query>
  ): Promise<FunctionReturnType<Query>> {
    const watch = this.watchQuery(query, ...(args as ArgsAndOptions<Query, WatchQueryOptions>));
    return new Promise((resolve, reject) => {
      const finish = () => {
        try {
          const value = watch.localQueryResult();
          if (value === undefined) return;
          resolve(value);
        } catch (error) {
          reject(error);
        }
        unsubscribe();
      };
      const unsubscribe = watch.onUpdate(finish);
      finish();
    });
  }

  /** The connection. */
  connectionState(): ConnectionState {
    return this.sync.connectionState();
  }

  /** Calls back after each change of the connection state. Returns an unsubscribe. */
  subscribeToConnectionState(callback: (state: ConnectionState) => void): () => void {
    return this.sync.subscribeToConnectionState(callback);
  }

  /** Closes the connection for good. Unsubscribing afterwards does nothing; anything else throws. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#sync?.close();
    this.#sync = undefined;
  }

  #watch(
    name: string,
    args: Record<string, Value>,
    callback: () => void,
    journal: string | null | undefined,
  ): () => void {
    const live = () => {
      if (!this.#closed) callback();
    };
    return this.sync.watch(name, args, live, journal);
  }
}

/** The value of an entry; undefined while loading. Throws its error, the same object each time. */
export function resultOf(entry: Entry): unknown {
  if (entry.status === "error") throw entry.error;
  return entry.status === "success" ? entry.value : undefined;
}
