/**
 * What the core hands over: the JSON that `src/record.rs` and `src/web/events.rs` write.
 *
 * Types only. Values inside are plain JSON; where `special` stands beside one it needs Convex decoding.
 */

import type { JSONValue } from "convex/values";

/** One thing to do, in its order. */
export type CoreEvent = { answer: number } | HostEvent | ClientEvent;

/** What concerns the platform. */
export type HostEvent =
  /** Connect a socket. */
  | { openSocket: number }
  /** Let go of a socket. */
  | { closeSocket: number }
  /** Send the frame in `text`. */
  | { send: { socket: number; text: string } }
  /** Call `due` in so many ms; takes the place of any earlier one. */
  | { deadline: number }
  /** Call `flush` at the end of this turn of the event loop. */
  | { flush: true };

/** What concerns the client and its app. */
export type ClientEvent =
  | { record: TransitionRecord }
  | { connectionState: ConnectionStateRecord }
  | AuthEvent
  | { info: string }
  /** The server closed the connection for a reason that it gave. */
  | { disconnectError: string }
  | { warning: string }
  | { error: string };

/** What concerns who the user is. */
export type AuthEvent =
  /** To be answered with `tokenFetched` or `tokenFailed`. */
  | { fetchToken: { fetch: number; force: boolean } }
  | { authenticated: boolean }
  | { refreshing: boolean };

/** One step of what is seen; applied as a whole. */
export interface TransitionRecord {
  /** Present for a transition of the server: the database time reached. */
  server?: string;
  /** Whose results these are: `issuer|subject`, or null for nobody. */
  identity: string | null;
  queries: QueryChange[];
  /** Whose values the frame that was just handed over brings, in its order. Become `queries` (`complete.ts`). */
  sets?: number[];
  /** Optimistic layers that fall, as [client, request]. */
  dropped: [client: number, request: number][];
  settled: Settled[];
}

/** What is new about one query. One of whole, patches, error, loading, gone is there, unless log lines or journal alone are new. */
export interface QueryChange {
  query: number;
  whole?: Whole;
  patches?: Patch[];
  error?: Failure;
  loading?: true;
  gone?: true;
  logLines?: string[];
  journal?: string | null;
}

/** A value that is set as a whole. */
export interface Whole {
  set?: JSONValue;
  /** Where in the frame that was just handed over it stands, in UTF-16 code units. Becomes `set` (`complete.ts`). */
  slice?: [start: number, end: number];
  special?: true;
  /** The ways to the containers in it that later patches may edit in part. */
  keep?: Step[][];
}

/** One step down into a value: the name of a field, the index of an element. */
export type Step = string | number;

/** One edit of a value. Exactly one of set, arrange is there. */
export interface Patch {
  path: Step[];
  set?: JSONValue;
  special?: true;
  arrange?: Piece[];
  /** The ways from here down to new containers that later patches may edit in part. */
  keep?: Step[][];
}

/** A part of a new array: a range of the old one, or new elements. */
export type Piece = { from: number; count: number } | { items: JSONValue[]; special?: true };

/** Why a function failed. */
export interface Failure {
  message: string;
  data?: JSONValue;
  special?: true;
}

/** The end of one request. */
export type Settled = { request: number; logLines: string[] } & (
  | { value: JSONValue; special?: true }
  | { error: Failure }
);

/** The connection, with the time in ms since the epoch. */
export interface ConnectionStateRecord {
  hasInflightRequests: boolean;
  isWebSocketConnected: boolean;
  hasEverConnected: boolean;
  connectionCount: number;
  connectionRetries: number;
  timeOfOldestInflightRequest: number | null;
  inflightMutations: number;
  inflightActions: number;
}
