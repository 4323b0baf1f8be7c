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
  UserIdentityAttributes,
} from "convex/server";
import type { Value } from "convex/values";
import type { AuthTokenFetcher } from "../js/browser/auth_source.js";
import type { ClientOptions } from "../js/browser/client_options.js";
import type { Live } from "../js/browser/live.js";
import { reportUserError, SyncClient } from "../js/browser/sync_client.js";
import type { ConnectionState } from "../js/connection_state.js";
import { type Entry, PENDING } from "../js/entries.js";
import { encodeArgs, functionName, parseArgs, queryToken } from "../js/functions.js";
import { type Logger, makeLogger } from "../js/logger.js";
import type { OptimisticUpdate } from "../js/optimistic.js";
import type { PaginatedQueries, PaginatedQuery, PaginatedResult } from "../js/paginated_queries.js";
import type { QueryOptions } from "../js/query_options.js";
import type { Reference } from "../js/reference.js";

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

/** A watch of this client, which also tells what is shown as it is kept. */
export interface EntryWatch<T> extends Watch<T> {
  /** The same object until it changes. */
  entry(): Entry;
}

/** A paginated query that can be subscribed to and read, outside of React's rendering. */
export interface PaginatedWatch<T> {
  /** Calls back on each change after this call. Returns an unsubscribe. */
  onUpdate(callback: () => void): () => void;
  /** All pages so far; undefined before the first subscription. Throws the error of a page. */
  localQueryResult(): PaginatedResult<T> | undefined;
}

/** Options of the client. */
export interface ConvexReactClientOptions extends ClientOptions {
  /** A `BaseConvexClient` of `lentil/browser` to use instead of a new client; of the others `logger` alone counts then. */
  baseClient?: Live;
}

/** How long a query is kept that was asked for before anybody needed it. */
const EXTEND_SUBSCRIPTION_MS = 5_000;

/** A Convex client for React. It connects when it is first used, not when it is made. */
export class ConvexReactClient {
  // Private to TypeScript alone: a proxy that an app or its framework makes of a client reaches them. The first two have
  // npm convex's names, by which `ConvexAuthProvider` of @convex-dev/auth reads them.
  private readonly address: string;
  private readonly options: ConvexReactClientOptions;
  private readonly _logger: Logger;
  private _sync: Live | undefined;
  private _pages: PaginatedQueries | undefined;
  private _admin: [token: string, identity: UserIdentityAttributes | undefined] | undefined;
  private _closed = false;

  /**
   * @param address - the deployment's URL, often of an environment variable
   * @throws when the address is missing or not an absolute URL; other mistakes in it show at first use
   */
  constructor(address: string, options: ConvexReactClientOptions = {}) {
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
    this.address = address;
    this.options = options;
    this._logger = makeLogger(options.logger, options.verbose ?? false);
  }

  /** The deployment's URL. */
  get url(): string {
    return this.address;
  }

  /** Where this client's messages go. */
  get logger(): Logger {
    return this._logger;
  }

  /** The live client, made at first use. */
  get sync(): Live {
    this._refuseIfClosed();
    if (this._sync === undefined) {
      this._sync = givenClient(this.options.baseClient) ?? this._connect();
      if (this._admin) this._sync.setAdminAuth(...this._admin);
    }
    return this._sync;
  }

  /** The paginated queries of the live client. Who needs them brings the class: most apps go without. */
  paginatedQueries(theClass: typeof PaginatedQueries): PaginatedQueries {
    const { sync } = this;
    this._pages ??= new theClass(sync, (error) => reportUserError(error, this._logger));
    return this._pages;
  }

  /**
   * Signs in: tokens come from `fetchToken` from now on, again before one expires; null from it signs out.
   *
   * @param onChange - hears whether the server takes the user as signed in
   * @param onRefreshChange - hears when a token that the server refused is being replaced, and when that is over
   */
  setAuth(
    fetchToken: AuthTokenFetcher,
    onChange?: (isAuthenticated: boolean) => void,
    onRefreshChange?: (isRefreshing: boolean) => void,
  ): void {
    if (typeof fetchToken === "string") {
      throw new Error(
        "Passing a string to ConvexReactClient.setAuth is no longer supported, please upgrade to passing in an async function to handle reauthentication.",
      );
    }
    this.sync.setAuth(fetchToken, onChange ?? (() => {}), onRefreshChange);
  }

  /** Signs out. */
  clearAuth(): void {
    this.sync.clearAuth();
  }

  /** The deployment's admin key from now on, and whom to act as. Opens nothing. */
  setAdminAuth(token: string, identity?: UserIdentityAttributes): void {
    this._admin = [token, identity];
    this._refuseIfClosed();
    this._sync?.setAdminAuth(token, identity);
  }

  /** Connects at once where it is waiting to; asks a server for a sign of life where it seems connected. */
  reconnect(): void {
    this.sync.reconnect();
  }

  /** Something that can be subscribed to; nothing happens before `onUpdate`. */
  watchQuery<Query extends Reference<"query">>(
    query: Query,
    ...argsAndOptions: ArgsAndOptions<Query, WatchQueryOptions>
  ): Watch<FunctionReturnType<Query>> {
    const name = functionName(query);
    const args = parseArgs(argsAndOptions[0]);
    const token = queryToken(name, encodeArgs(args));
    let read: (() => Entry) | undefined;
    const watch: EntryWatch<FunctionReturnType<Query>> = {
      onUpdate: (callback) => this._watch(name, args, callback, argsAndOptions[1]?.journal),
      // What components show stays when the client is closed; who asks the client is told nothing more.
      localQueryResult: () =>
        resultOf(this._closed ? PENDING : watch.entry()) as FunctionReturnType<Query> | undefined,
      localQueryLogs: () => this._sync?.logLines(token),
      journal: () => this._sync?.journal(token),
      entry: () => {
        read ??= this._sync?.reader(token);
        return read?.() ?? PENDING;
      },
    };
    return watch;
  }

  /** Subscribes to a query for a while, so that its result is there when it is needed. */
  prewarmQuery<Query extends Reference<"query">>(
    queryOptions: QueryOptions<Query> & { extendSubscriptionFor?: number },
  ): void {
    const { query, args, extendSubscriptionFor = EXTEND_SUBSCRIPTION_MS } = queryOptions;
    const stop = this._watch(functionName(query), parseArgs(args || {}), () => {}, undefined);
    setTimeout(stop, extendSubscriptionFor);
  }

  /** What is shown for a paginated query now. Opens nothing. */
  paginatedEntry(query: PaginatedQuery): Entry {
    return this._pages?.entry(query) ?? PENDING;
  }

  /**
   * The same as `watchQuery` for a query in pages; `args` are those without `paginationOpts`. For the hooks of
   * `convex/react` on this client: ours bring the code with them that is loaded here.
   */
  watchPaginatedQuery<Query extends Reference<"query">>(
    query: Query,
    args: Omit<FunctionArgs<Query>, "paginationOpts">,
    options: { initialNumItems: number; id: number },
  ): PaginatedWatch<FunctionReturnType<Query>["page"][number]> {
    const list = { name: functionName(query), args: parseArgs(args || {}), options };
    const result = () => resultOf(this.paginatedEntry(list));
    return {
      onUpdate: (callback) => this._watchPages(list, this._whileOpen(callback)),
      localQueryResult: result as PaginatedWatch<never>["localQueryResult"],
    };
  }

  /** Runs a mutation. Resolves when its effect is visible in all results. */
  mutation<Mutation extends Reference<"mutation">>(
    mutation: Mutation,
    ...argsAndOptions: ArgsAndOptions<Mutation, MutationOptions<FunctionArgs<Mutation>>>
  ): Promise<FunctionReturnType<Mutation>> {
    const [args, options] = argsAndOptions;
    return this.sync.mutation(functionName(mutation), args, options);
  }

  /** Runs an action. */
  action<Action extends Reference<"action">>(
    action: Action,
    ...args: OptionalRestArgs<Action>
  ): Promise<FunctionReturnType<Action>> {
    return this.sync.action(functionName(action), args[0]);
  }

  /** The result of a query: what is there already, else the first to come. Throws the error that is there already. */
  query<Query extends Reference<"query">>(
    query: Query,
    ...args: OptionalRestArgs<Query>
  ): Promise<FunctionReturnType<Query>> {
    const watch = this.watchQuery(query, ...(args as ArgsAndOptions<Query, WatchQueryOptions>));
    const known = watch.localQueryResult();
    if (known !== undefined) return Promise.resolve(known);
    return new Promise((resolve, reject) => {
      let isDone = false;
      let stop = () => {};
      const hear = () => {
        try {
          const value = watch.localQueryResult();
          if (value === undefined) return;
          resolve(value);
        } catch (error) {
          reject(error);
        }
        isDone = true;
        stop();
      };
      stop = watch.onUpdate(hear);
      // What no server can answer is refused before this.
      if (isDone) stop();
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
    if (this._closed) return;
    this._closed = true;
    await this._sync?.close();
  }

  private _watch(
    name: string,
    args: Record<string, Value>,
    callback: () => void,
    journal: string | null | undefined,
  ): () => void {
    const stop = this.sync.watch(name, args, this._whileOpen(callback), journal);
    return () => {
      if (!this._closed) stop();
    };
  }

  private _watchPages(list: PaginatedQuery, hear: () => void): () => void {
    if (this._pages) return this._pages.subscribe(list, hear);
    // Connects while the code is loading.
    void this.sync;
    let stop: (() => void) | undefined;
    let isOver = false;
    const begin = (loaded: { PaginatedQueries: typeof PaginatedQueries }) => {
      if (isOver || this._closed) return;
      stop = this.paginatedQueries(loaded.PaginatedQueries).subscribe(list, hear);
      hear();
    };
    import("../js/paginated_queries.js")
      .then(begin)
      .catch((error) => reportUserError(error, this._logger));
    return () => {
      isOver = true;
      stop?.();
    };
  }

  private _connect(): SyncClient {
    return new SyncClient(this.address, { ...this.options, logger: this._logger });
  }

  private _whileOpen(callback: () => void): () => void {
    return () => {
      if (!this._closed) callback();
    };
  }

  private _refuseIfClosed(): void {
    if (this._closed) throw new Error("ConvexReactClient has already been closed.");
  }
}

function givenClient(given: Live | undefined): Live | undefined {
  if (given === undefined || typeof given.entry === "function") return given;
  throw new Error(
    "The option `baseClient` takes a BaseConvexClient of lentil/browser and no other.",
  );
}

/** The value of an entry; undefined while loading. Throws its error, the same object each time. */
export function resultOf(entry: Entry): unknown {
  if (entry.status === "error") throw entry.error;
  return entry.status === "success" ? entry.value : undefined;
}
