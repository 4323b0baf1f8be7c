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
import { type BoundUpdate, SyncClient, type View } from "../browser/sync_client.js";
import type { ConnectionState } from "../connection_state.js";
import { encodeArgs, parseArgs, type QueryToken, queryToken } from "../functions.js";
import type { OptimisticUpdate } from "../optimistic.js";
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
export class BaseConvexClient implements BaseConvexClientInterface {
  readonly #address: string;
  readonly #sync: SyncClient;
  readonly #view: View;
  readonly #handlers = new Set<{ hear(transition: Transition): void }>();
  #timestamp = new Timestamp(0, 0);
  #maxObserved: Timestamp | undefined;
  #closed = false;

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
    this.#address = address;
    this.#sync = new SyncClient(address, options);
    this.addOnTransitionHandler(({ queries }) => onTransition(queries.map(({ token }) => token)));
    this.#view = this.#sync.follow((step) => {
      this.#observe(step.record?.server);
      const transition = transitionOf(step, this.#view, this.#timestamp);
      return transition === undefined ? [] : this.#tasksFor(transition);
    });
  }

  /** What stands below, for the option `baseClient` of `ConvexReactClient`. */
  get live(): SyncClient {
    return this.#sync;
  }

  /** The deployment's URL. */
  get url(): string {
    return this.#address;
  }

  /** The newest time of the database whose results were shown; undefined before the first. */
  getMaxObservedTimestamp(): Timestamp | undefined {
    return this.#maxObserved;
  }

  /** Calls `handler` for each transition, after what is shown has changed. Returns what ends it. */
  addOnTransitionHandler(handler: (transition: Transition) => void): () => boolean {
    const entry = { hear: handler };
    this.#handlers.add(entry);
    return () => this.#handlers.delete(entry);
  }

  /** The token in use and what it says; undefined where no user is signed in. */
  getCurrentAuthClaims(): Claims | undefined {
    return this.#sync.authClaims();
  }

  /** Tokens come from `fetchToken` from now on, again before one expires; null from it signs the user out. */
  setAuth(
    fetchToken: AuthTokenFetcher,
    onChange: (isAuthenticated: boolean) => void,
    onRefreshChange?: (isRefreshing: boolean) => void,
  ): void {
    this.#sync.setAuth(fetchToken, onChange, onRefreshChange);
  }

  /** Whether there is a token or an admin's key. */
  hasAuth(): boolean {
    return this.#sync.hasAuth();
  }

  /** The deployment's admin key from now on, and whom to act as. */
  setAdminAuth(value: string, fakeUserIdentity?: UserIdentityAttributes): void {
    this.#sync.setAdminAuth(value, fakeUserIdentity);
  }

  /** Nobody is signed in from now on. */
  clearAuth(): void {
    this.#sync.clearAuth();
  }

  /** Subscribes to a query; handlers hear of its results. */
  subscribe(
    name: string,
    args?: Record<string, Value>,
    options?: SubscribeOptions,
  ): { queryToken: QueryToken; unsubscribe: () => void } {
    const parsed = parseArgs(args);
    const { journal, componentPath } = (options ?? {}) as WithComponent;
    const unsubscribe = this.#sync.watch(name, parsed, () => {}, journal, componentPath);
    const token = queryToken(name, encodeArgs(parsed), componentPath);
    return { queryToken: token, unsubscribe };
  }

  /** The result that is shown; undefined while loading or not subscribed. Throws the query's error. */
  localQueryResult(udfPath: string, args?: Record<string, Value>): Value | undefined {
    return this.localQueryResultByToken(tokenOf(udfPath, args));
  }

  /** The same by token. */
  localQueryResultByToken(queryToken: QueryToken): Value | undefined {
    return shownValue(this.#view.entry(queryToken));
  }

  /** Whether there is a result, an error or an update that shows it as loading. */
  hasLocalQueryResultByToken(queryToken: QueryToken): boolean {
    return this.#view.hasResult(queryToken);
  }

  /** The log lines of the query's last run. */
  localQueryLogs(udfPath: string, args?: Record<string, Value>): string[] | undefined {
    return this.#view.logLines(tokenOf(udfPath, args));
  }

  /** The journal that the server last sent. */
  queryJournal(name: string, args?: Record<string, Value>): QueryJournal | undefined {
    return this.#sync.journal(tokenOf(name, args));
  }

  /** The connection. */
  connectionState(): ConnectionState {
    return this.#sync.connectionState();
  }

  /** Calls back after each change of the connection state. Returns an unsubscribe. */
  subscribeToConnectionState(callback: (state: ConnectionState) => void): () => void {
    return this.#sync.subscribeToConnectionState(callback);
  }

  /** Connects at once where it is waiting to; asks a server for a sign of life where it seems connected. */
  reconnect(): void {
    this.#sync.reconnect();
  }

  /** Runs a mutation. Resolves when its effect is visible in all results. */
  async mutation(
    name: string,
    args?: Record<string, Value>,
    options?: MutationOptions,
    // biome-ignore lint/suspicious/noExplicitAny: what a function that is named by a string gives is the app's to know
  ): Promise<any> {
    this.#refuseIfClosed();
    const parsed = parseArgs(args);
    const update = options?.optimisticUpdate;
    const bound: BoundUpdate | undefined = update && ((store) => update(store, parsed));
    return this.#sync.mutation(name, parsed, bound);
  }

  /** Runs an action. */
  // biome-ignore lint/suspicious/noExplicitAny: what a function that is named by a string gives is the app's to know
  async action(name: string, args?: Record<string, Value>): Promise<any> {
    this.#refuseIfClosed();
    return this.#sync.action(name, args);
  }

  /** Closes the connection for good. What is under way never ends, and nothing is heard any more. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#handlers.clear();
    this.#sync.close();
  }

  #observe(time: string | undefined): void {
    if (time === undefined) return;
    this.#timestamp = Timestamp.fromWire(time);
    const max = this.#maxObserved;
    if (max === undefined || max.lessThanOrEqual(this.#timestamp)) {
      this.#maxObserved = this.#timestamp;
    }
  }

  /** One that has left by the time of its turn hears nothing. */
  #tasksFor(transition: Transition): (() => void)[] {
    return [...this.#handlers].map((handler) => () => {
      if (this.#handlers.has(handler)) handler.hear(transition);
    });
  }

  #refuseIfClosed(): void {
    if (this.#closed) throw new Error("BaseConvexClient has already been closed.");
  }
}

function tokenOf(name: string, args: Record<string, Value> | undefined): QueryToken {
  return queryToken(name, encodeArgs(parseArgs(args)));
}
