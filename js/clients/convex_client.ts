/**
 * A live client with callbacks, for apps without a framework: `ConvexClient` of npm convex.
 *
 * Owns: whom to call back, with what, in which order. Leaves to others: everything live (`base_client.ts`).
 */

import type {
  FunctionArgs,
  FunctionReturnType,
  PaginationResult,
  UserIdentityAttributes,
} from "convex/server";
import type { Value } from "convex/values";
import type { AuthTokenFetcher } from "../browser/auth_source.js";
import { reportUserError } from "../browser/sync_client.js";
import type { ConnectionState } from "../connection_state.js";
import { validateDeploymentUrl } from "../deployment_url.js";
import { functionName, parseArgs, type QueryToken } from "../functions.js";
import { makeLogger } from "../logger.js";
import { PaginatedQueries, type PaginatedResult } from "../paginated_queries.js";
import type { Reference } from "../reference.js";
import {
  BaseConvexClient,
  type BaseConvexClientOptions,
  type Claims,
  type MutationOptions,
} from "./base_client.js";
import { type Listener, Listeners } from "./listeners.js";
import { shownValue } from "./transitions.js";

/** Options of the client. */
export type ConvexClientOptions = BaseConvexClientOptions & {
  /** Opens nothing: `onUpdate` does nothing, all other uses throw. For server rendering. Default: false. */
  disabled?: boolean;
  /** As of `BaseConvexClient`. Default: true where there is a `window`. */
  unsavedChangesWarning?: boolean;
};

/** Ends a subscription, as a function or by its members. */
export type Unsubscribe<T> = {
  (): void;
  unsubscribe(): void;
  /** What is shown now. */
  getCurrentValue(): T | undefined;
  /** The log lines of the query's last run. */
  getQueryLogs(): string[] | undefined;
};

/** A live client with callbacks. It connects at once, unless it is disabled. */
export class ConvexClient {
  // Private to TypeScript alone: a proxy that an app or its framework makes of a client reaches them.
  private readonly _client: BaseConvexClient | undefined;
  private readonly _listeners: Listeners;
  private readonly _pages: PaginatedQueries | undefined;
  /** Lists in pages that changed in a step that is not told yet. */
  private readonly _changed = new Set<symbol>();
  private _closed = false;

  /** @throws when the address cannot be a deployment's, or there is no WebSocket */
  constructor(address: string, options: ConvexClientOptions = {}) {
    if (options.skipConvexDeploymentUrlCheck !== true) validateDeploymentUrl(address);
    const { disabled, ...baseOptions } = options;
    if (typeof window === "undefined") baseOptions.unsavedChangesWarning ??= false;
    const logger = makeLogger(options.logger, options.verbose ?? false);
    const report = (error: unknown) => reportUserError(error, logger);
    this._listeners = new Listeners(report);
    if (disabled) return;
    this._client = new BaseConvexClient(address, (tokens) => this._tell(tokens), baseOptions);
    this._pages = new PaginatedQueries(this._client, report);
  }

  /** Whether `close` was called: no callback runs any more. */
  get closed(): boolean {
    return this._closed;
  }

  /** The live client. */
  get client(): BaseConvexClient {
    if (this._client === undefined) throw new Error("ConvexClient is disabled");
    return this._client;
  }

  /** Whether this opens nothing. */
  get disabled(): boolean {
    return this._client === undefined;
  }

  /**
   * Calls back with each new result; soon with one that is there already.
   *
   * @param onError - called with the query's error; without it an error is an unhandled rejection
   */
  onUpdate<Query extends Reference<"query">>(
    query: Query,
    args: FunctionArgs<Query>,
    callback: (result: FunctionReturnType<Query>) => unknown,
    onError?: (error: Error) => unknown,
  ): Unsubscribe<FunctionReturnType<Query>> {
    if (this.disabled) return unsubscriber(() => {}, nothing, nothing);
    const client = this.client;
    const name = functionName(query);
    const { queryToken, unsubscribe } = client.subscribe(name, args);
    const remove = this._listen({
      token: queryToken,
      isReady: () => client.hasLocalQueryResultByToken(queryToken),
      read: () => client.localQueryResultByToken(queryToken),
      callback,
      onError,
    });
    const leave = () => {
      if (this._closed) return;
      remove();
      unsubscribe();
    };
    const read = () => client.localQueryResultByToken(queryToken);
    return unsubscriber(leave, read, () => client.localQueryLogs(name, args));
  }

  /**
   * Calls back with all pages of a query together, soon and after each change; `loadMore` of what it is given loads
   * another page. `args` are those without `paginationOpts`.
   *
   * @param onError - called with the error of a page; without it an error is an unhandled rejection
   */
  onPaginatedUpdate_experimental<Query extends Reference<"query">>(
    query: Query,
    args: FunctionArgs<Query>,
    options: { initialNumItems: number },
    callback: (result: PaginationResult<FunctionReturnType<Query>>) => unknown,
    onError?: (error: Error) => unknown,
  ): Unsubscribe<PaginatedResult<FunctionReturnType<Query>[]>> {
    const pages = this._pages;
    if (pages === undefined) return unsubscriber(() => {}, nothing, nothing);
    const name = functionName(query);
    const { initialNumItems } = options;
    // All who ask for the same pages share them.
    const list = { name, args: parseArgs(args), options: { initialNumItems, id: -1 } };
    const token = Symbol(name);
    const read = () => shownValue(pages.entry(list));
    const remove = this._listen({ token, isReady: () => true, read, callback, onError });
    const stop = pages.subscribe(list, (byApp) => {
      this._changed.add(token);
      // A step tells its single queries behind this, and all listeners in their order.
      if (byApp) this._tell([]);
    });
    const leave = () => {
      if (this._closed) return;
      remove();
      stop();
    };
    return unsubscriber(leave, read, () => []);
  }

  /** Closes the connection for good; no callback runs any more. */
  async close(): Promise<void> {
    if (this.disabled) return;
    this._closed = true;
    this._listeners.clear();
    return this.client.close();
  }

  /** The token in use and what it says; undefined where no user is signed in. */
  getAuth(): Claims | undefined {
    return this._client?.getCurrentAuthClaims();
  }

  /** Tokens come from `fetchToken` from now on, again before one expires; null from it signs the user out. */
  setAuth(fetchToken: AuthTokenFetcher, onChange?: (isAuthenticated: boolean) => void): void {
    this._client?.setAuth(fetchToken, onChange ?? nothing);
  }

  /** The deployment's admin key from now on, and whom to act as. */
  setAdminAuth(token: string, identity?: UserIdentityAttributes): void {
    if (this._closed) throw new Error("ConvexClient has already been closed.");
    this._client?.setAdminAuth(token, identity);
  }

  /** Runs a mutation. Resolves when its effect is visible in all results. */
  async mutation<Mutation extends Reference<"mutation">>(
    mutation: Mutation,
    args: FunctionArgs<Mutation>,
    options?: MutationOptions,
  ): Promise<Awaited<FunctionReturnType<Mutation>>> {
    return this.client.mutation(functionName(mutation), args, options);
  }

  /** Runs an action. */
  async action<Action extends Reference<"action">>(
    action: Action,
    args: FunctionArgs<Action>,
  ): Promise<Awaited<FunctionReturnType<Action>>> {
    return this.client.action(functionName(action), args);
  }

  /** The result of a query: what is there already, else the first to come. */
  async query<Query extends Reference<"query">>(
    query: Query,
    args: FunctionArgs<Query>,
  ): Promise<Awaited<FunctionReturnType<Query>>> {
    const known: Value | undefined = this.client.localQueryResult(functionName(query), args);
    if (known !== undefined) return known as Awaited<FunctionReturnType<Query>>;
    return new Promise((resolve, reject) => {
      const { unsubscribe } = this.onUpdate(
        query,
        args,
        (value) => {
          unsubscribe();
          resolve(value);
        },
        (error) => {
          unsubscribe();
          reject(error);
        },
      );
    });
  }

  /** The connection. */
  connectionState(): ConnectionState {
    return this.client.connectionState();
  }

  /** Connects at once where it is waiting to; asks a server for a sign of life where it seems connected. */
  reconnect(): void {
    this._client?.reconnect();
  }

  /** Calls back after each change of the connection state. Returns an unsubscribe. */
  subscribeToConnectionState(callback: (state: ConnectionState) => void): () => void {
    return this._client?.subscribeToConnectionState(callback) ?? nothing;
  }

  private _tell(tokens: QueryToken[]): void {
    const all = new Set<QueryToken | symbol>([...tokens, ...this._changed]);
    this._changed.clear();
    this._listeners.tell(all);
  }

  /** Returns what ends it. */
  private _listen(listener: Listener): () => void {
    this._listeners.add(listener);
    return () => this._listeners.remove(listener);
  }
}

const nothing = () => undefined;

function unsubscriber<T>(
  unsubscribe: () => void,
  getCurrentValue: () => unknown,
  getQueryLogs: () => string[] | undefined,
): Unsubscribe<T> {
  const members = { unsubscribe, getCurrentValue, getQueryLogs };
  return Object.assign(() => unsubscribe(), members) as Unsubscribe<T>;
}
