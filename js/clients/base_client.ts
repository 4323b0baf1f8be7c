/**
 * A live client for those who build another on it: `BaseConvexClient` of npm convex.
 *
 * Owns: its names, the handlers of transitions, the times seen. Leaves to others: everything live
 * (`browser/sync_client.ts`).
 */

import type { UserIdentityAttributes } from "convex/server";
import type { Value } from "convex/values";
import type { AuthTokenFetcher } from "../browser/auth_source.js";
import type { ClientOptions } from "../browser/client_options.js";
import type { Live } from "../browser/live.js";
import { SyncClient, type View } from "../browser/sync_client.js";
import type { ConnectionState } from "../connection_state.js";
import type { Entry } from "../entries.js";
import { encodeArgs, parseArgs, type QueryToken, queryToken } from "../functions.js";
import type { OptimisticUpdate } from "../optimistic.js";
import { claimsOf } from "./claims.js";
import { Timestamp } from "./timestamp.js";
import { shownValue, type Transition, transitionOf } from "./transitions.js";

/** Options of a client. */
export interface BaseConvexClientOptions extends ClientOptions {}

/** What a server notes for a query, to run it again over the same range. */
export type QueryJournal = string | null;

/** Options of one subscription. */
export interface SubscribeOptions {
  /** The journal of an earlier subscription; of no effect where the query is subscribed already. */
  journal?: QueryJournal;
}

/** As npm convex takes it without its types saying so: the path of the component that the function is in. */
type WithComponent = SubscribeOptions & { componentPath?: string };

/** Options of one mutation. */
export interface MutationOptions {
  /** Shows the mutation's effect before the server answers. */
  // biome-ignore lint/suspicious/noExplicitAny: the arguments are the app's, and functions are named by strings here
  optimisticUpdate?: OptimisticUpdate<any> | undefined;
}

/** A user's JWT and what it says. */
// biome-ignore lint/suspicious/noExplicitAny: claims are whatever the app's provider puts there
export type Claims = { token: string; decoded: Record<string, any> };

/** What `BaseConvexClient` is to others. */
export interface BaseConvexClientInterface {
  addOnTransitionHandler(handler: (transition: Transition) => void): () => boolean;
  setAuth(
    fetchToken: AuthTokenFetcher,
    onChange: (isAuthenticated: boolean) => void,
    onRefreshChange?: (isRefreshing: boolean) => void,
  ): void;
  setAdminAuth(value: string, fakeUserIdentity?: UserIdentityAttributes): void;
  clearAuth(): void;
  subscribe(
    name: string,
    args?: Record<string, Value>,
    options?: SubscribeOptions,
  ): { queryToken: QueryToken; unsubscribe: () => void };
  localQueryResult(udfPath: string, args?: Record<string, Value>): Value | undefined;
  localQueryResultByToken(queryToken: QueryToken): Value | undefined;
  hasLocalQueryResultByToken(queryToken: QueryToken): boolean;
  localQueryLogs(udfPath: string, args?: Record<string, Value>): string[] | undefined;
  queryJournal(name: string, args?: Record<string, Value>): QueryJournal | undefined;
  connectionState(): ConnectionState;
  subscribeToConnectionState(callback: (state: ConnectionState) => void): () => void;
  mutation(
    name: string,
    args?: Record<string, Value>,
    options?: MutationOptions,
  ): ReturnType<BaseConvexClient["mutation"]>;
  action(name: string, args?: Record<string, Value>): ReturnType<BaseConvexClient["action"]>;
  close(): Promise<void>;
  readonly url: string;
}

/** A live client that names functions by strings. It connects at once. */
export class BaseConvexClient implements BaseConvexClientInterface, Live {
  // Private to TypeScript alone: a proxy that an app or its framework makes of a client reaches them.
  private readonly _address: string;
  private readonly _sync: SyncClient;
  private readonly _view: View;
  private readonly _handlers = new Set<{ hear(transition: Transition): void }>();
  private _timestamp = new Timestamp(0, 0);
  private _maxObserved: Timestamp | undefined;
  private _closed = false;

  /**
   * @param onTransition - is told the queries that changed; more by `addOnTransitionHandler`
   * @throws when the address cannot be a deployment's, or there is no WebSocket
   */
  constructor(
    address: string,
    onTransition: (updatedQueries: QueryToken[]) => void,
    options: BaseConvexClientOptions = {},
  ) {
    if (typeof address === "object") {
      throw new Error(
        "Passing a ClientConfig object is no longer supported. Pass the URL of the Convex deployment as a string directly.",
      );
    }
    this._address = address;
    this._sync = new SyncClient(address, options);
    this.addOnTransitionHandler(({ queries }) => onTransition(queries.map(({ token }) => token)));
    this._view = this._sync.follow((step) => {
      this._observe(step.record?.server);
      const transition = transitionOf(step, this._view, this._timestamp);
      return transition === undefined ? [] : this._tasksFor(transition);
    });
  }

  /** The deployment's URL. */
  get url(): string {
    return this._address;
  }

  /** The newest time of the database whose results were shown; undefined before the first. */
  getMaxObservedTimestamp(): Timestamp | undefined {
    return this._maxObserved;
  }

  /** Calls `handler` for each transition, after what is shown has changed. Returns what ends it. */
  addOnTransitionHandler(handler: (transition: Transition) => void): () => boolean {
    const entry = { hear: handler };
    this._handlers.add(entry);
    return () => this._handlers.delete(entry);
  }

  /** The token in use and what it says; undefined where no user is signed in. */
  getCurrentAuthClaims(): Claims | undefined {
    const token = this._sync.token();
    return token ? { token, decoded: claimsOf(token) } : undefined;
  }

  /** Tokens come from `fetchToken` from now on, again before one expires; null from it signs the user out. */
  setAuth(
    fetchToken: AuthTokenFetcher,
    onChange: (isAuthenticated: boolean) => void,
    onRefreshChange?: (isRefreshing: boolean) => void,
  ): void {
    this._sync.setAuth(fetchToken, onChange, onRefreshChange);
  }

  /** Whether there is a token or an admin's key. */
  hasAuth(): boolean {
    return this._sync.hasAuth();
  }

  /** The deployment's admin key from now on, and whom to act as. */
  setAdminAuth(value: string, fakeUserIdentity?: UserIdentityAttributes): void {
    this._sync.setAdminAuth(value, fakeUserIdentity);
  }

  /** Nobody is signed in from now on. */
  clearAuth(): void {
    this._sync.clearAuth();
  }

  /** Subscribes to a query; handlers hear of its results. */
  subscribe(
    name: string,
    args?: Record<string, Value>,
    options?: SubscribeOptions,
  ): { queryToken: QueryToken; unsubscribe: () => void } {
    const parsed = parseArgs(args);
    const { journal, componentPath } = (options ?? {}) as WithComponent;
    const unsubscribe = this._sync.watch(name, parsed, () => {}, journal, componentPath);
    const token = queryToken(name, encodeArgs(parsed), componentPath);
    return { queryToken: token, unsubscribe };
  }

  /** Subscribes; `listener` is called whenever the shown entry changes. For `ConvexReactClient` on this client. */
  watch(
    name: string,
    args: Record<string, Value>,
    listener: () => void,
    journal?: QueryJournal,
  ): () => void {
    // By way of `subscribe`, which the app may have made its own.
    const options = journal === undefined ? undefined : { journal };
    const { queryToken, unsubscribe } = this.subscribe(name, args, options);
    const unlisten = this._sync.listen(queryToken, listener);
    return () => {
      unlisten();
      unsubscribe();
    };
  }

  /** What is shown for a query. For `ConvexReactClient` on this client. */
  entry(queryToken: QueryToken): Entry {
    return this._view.entry(queryToken);
  }

  /** The same, for those who ask often. For `ConvexReactClient` on this client. */
  reader(queryToken: QueryToken): () => Entry {
    return this._view.reader(queryToken);
  }

  /** `localQueryLogs` by token. */
  logLines(queryToken: QueryToken): string[] | undefined {
    return this._view.logLines(queryToken);
  }

  /** `queryJournal` by token. */
  journal(queryToken: QueryToken): QueryJournal | undefined {
    return this._sync.journal(queryToken);
  }

  /** The result that is shown; undefined while loading or not subscribed. Throws the query's error. */
  localQueryResult(udfPath: string, args?: Record<string, Value>): Value | undefined {
    return this.localQueryResultByToken(tokenOf(udfPath, args));
  }

  /** The same by token. */
  localQueryResultByToken(queryToken: QueryToken): Value | undefined {
    return shownValue(this._view.entry(queryToken));
  }

  /** Whether there is a result, an error or an update that shows it as loading. */
  hasLocalQueryResultByToken(queryToken: QueryToken): boolean {
    const known = this._view.known(queryToken);
    // An update may show it as loading.
    return known !== undefined && (known.isOverlaid || known.shown.status !== "pending");
  }

  /** The log lines of the query's last run. */
  localQueryLogs(udfPath: string, args?: Record<string, Value>): string[] | undefined {
    return this._view.logLines(tokenOf(udfPath, args));
  }

  /** The journal that the server last sent. */
  queryJournal(name: string, args?: Record<string, Value>): QueryJournal | undefined {
    return this._sync.journal(tokenOf(name, args));
  }

  /** The connection. */
  connectionState(): ConnectionState {
    return this._sync.connectionState();
  }

  /** Calls back after each change of the connection state. Returns an unsubscribe. */
  subscribeToConnectionState(callback: (state: ConnectionState) => void): () => void {
    return this._sync.subscribeToConnectionState(callback);
  }

  /** Connects at once where it is waiting to; asks a server for a sign of life where it seems connected. */
  reconnect(): void {
    this._sync.reconnect();
  }

  /** Runs a mutation. Resolves when its effect is visible in all results. */
  async mutation(
    name: string,
    args?: Record<string, Value>,
    options?: MutationOptions,
    // biome-ignore lint/suspicious/noExplicitAny: what a function that is named by a string gives is the app's to know
  ): Promise<any> {
    this._refuseIfClosed();
    const parsed = parseArgs(args);
    return this._sync.mutation(name, parsed, options);
  }

  /** Runs an action. */
  // biome-ignore lint/suspicious/noExplicitAny: what a function that is named by a string gives is the app's to know
  async action(name: string, args?: Record<string, Value>): Promise<any> {
    this._refuseIfClosed();
    return this._sync.action(name, args);
  }

  /** Closes the connection for good. What is under way never ends, and nothing is heard any more. */
  async close(): Promise<void> {
    this._closed = true;
    this._handlers.clear();
    this._sync.close();
  }

  private _observe(time: string | undefined): void {
    if (time === undefined) return;
    this._timestamp = Timestamp.fromWire(time);
    const max = this._maxObserved;
    if (max === undefined || max.lessThanOrEqual(this._timestamp)) {
      this._maxObserved = this._timestamp;
    }
  }

  /** One that has left by the time of its turn hears nothing. */
  private _tasksFor(transition: Transition): (() => void)[] {
    return [...this._handlers].map((handler) => () => {
      if (this._handlers.has(handler)) handler.hear(transition);
    });
  }

  private _refuseIfClosed(): void {
    if (this._closed) throw new Error("BaseConvexClient has already been closed.");
  }
}

function tokenOf(name: string, args: Record<string, Value> | undefined): QueryToken {
  return queryToken(name, encodeArgs(parseArgs(args)));
}
