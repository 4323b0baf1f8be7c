/**
 * What a live client is to those who build on it.
 *
 * Types only. Leaves to others: being one (`sync_client.ts`, `clients/base_client.ts`).
 */

import type { Value } from "convex/values";
import type { ConnectionState } from "../connection_state.js";
import type { Entry } from "../entries.js";
import type { QueryToken } from "../functions.js";
import type { OptimisticLocalStore } from "../optimistic.js";
import type { AuthTokenFetcher } from "./auth_source.js";

/** How a mutation is to be run. */
export interface UpdateOptions {
  /** Shows the mutation's effect before the server answers. */
  // biome-ignore lint/suspicious/noExplicitAny: the arguments are the app's, and functions are named by strings here
  optimisticUpdate?: ((store: OptimisticLocalStore, args: any) => unknown) | undefined;
}

/** A client that is connected, or connecting. */
export interface Live {
  /** Tokens come from `fetchToken` from now on; nothing is sent before the first one is there. */
  setAuth(
    fetchToken: AuthTokenFetcher,
    onChange: (isAuthenticated: boolean) => void,
    onRefreshChange?: (isRefreshing: boolean) => void,
  ): void;
  /** Nobody is signed in from now on; no more tokens are fetched. */
  clearAuth(): void;
  /** The deployment's admin key from now on; `actingAs`: attributes of a user to act as. */
  setAdminAuth(key: string, actingAs?: object): void;
  /** Subscribes; `listener` is called whenever the shown entry changes. Returns an idempotent unsubscribe. */
  watch(
    name: string,
    args: Record<string, Value>,
    listener: () => void,
    journal?: string | null,
  ): () => void;
  /** What is shown for a query. */
  entry(token: QueryToken): Entry;
  /** The same, for those who ask often. */
  reader(token: QueryToken): () => Entry;
  /** The journal that the server last sent for a query. */
  journal(token: QueryToken): string | null | undefined;
  /** The log lines of the query's last run. */
  logLines(token: QueryToken): string[] | undefined;
  /** Runs a mutation. Resolves when its effect is visible in all results. */
  mutation(name: string, args?: Record<string, Value>, options?: UpdateOptions): Promise<unknown>;
  /** Runs an action. */
  action(name: string, args?: Record<string, Value>): Promise<unknown>;
  /** The connection; the same object until it changes. */
  connectionState(): ConnectionState;
  /** Calls `listener` after each change of the connection state. Returns an unsubscribe. */
  subscribeToConnectionState(listener: (state: ConnectionState) => void): () => void;
  /** Connects at once where it is waiting to; asks a server for a sign of life where it seems connected. */
  reconnect(): void;
  /** Closes the socket for good. */
  close(): void | Promise<void>;
}
