/**
 * The calls into a core.
 *
 * Types only: which there are, what each takes and gives. Their twin is `src/web/calls.rs`. All but a few go through one
 * method, by name: each method of its own costs up to 400 bytes in the module and its glue.
 */

/** What is to be done, as JSON (`records.ts`); undefined for nothing. */
type Events = string | undefined;

/** What one core can be told and asked. */
export interface CoreCalls {
  /** One more subscriber; answered by the query's id. */
  call(
    name: "subscribe",
    _: 0,
    path: string,
    args: string,
    journal: string | undefined,
    component: string | undefined,
  ): Events;
  /** One subscriber fewer. */
  call(name: "unsubscribe", query: number): Events;
  /**
   * Queues a mutation; answered by its request id. Where it is optimistic nothing is sent before `layerReady` or
   * `layerFailed`.
   */
  call(name: "mutate", isOptimistic: 0 | 1, path: string, args: string): Events;
  /** The optimistic update of a mutation ran, or threw. */
  call(name: "layerReady" | "layerFailed", request: number): Events;
  /** Queues an action; answered by its request id. */
  call(name: "act", _: 0, path: string, args: string): Events;
  /** The answer to a `fetchToken` event: a JWT, or nobody is signed in. */
  call(name: "tokenFetched", fetch: number, token: string | undefined): Events;
  /** The answer to a `fetchToken` event: it failed. */
  call(name: "tokenFailed", fetch: number, reason: string): Events;
  /** The deployment's admin key, and a user's attributes as JSON. */
  call(name: "setAdminAuth", _: 0, key: string, actingAs: string | undefined): Events;
  /** A socket that was asked for is open. */
  call(name: "socketOpened", socket: number): Events;
  /** A socket is gone, or could not be made. */
  call(name: "socketClosed", socket: number, reason: string, code: string): Events;
  /** A frame could not be sent. */
  call(name: "sendFailed", socket: number): Events;
  /** The value that is shown for a query, as what sets it (`WholeValue`). */
  call(name: "value", query: number): string | undefined;
  call(name: PlainCall, _: 0): string | undefined;
}

type PlainCall =
  /** Gives up everything. */
  | "close"
  /** From now on tokens are asked for by `fetchToken` events. */
  | "setAuth"
  /** Nobody is signed in any more. */
  | "clearAuth"
  /** The time of the last `deadline` event has come. */
  | "due"
  /** The turn of the event loop in which a `flush` event came has ended. */
  | "flush"
  /** The machine, or the person, may be back. */
  | "wake"
  /** A waiting reconnect happens now; a server that seems there is asked for a sign of life. */
  | "reconnect"
  /** Gives the JWT of the user who is signed in; no events. */
  | "token"
  /** Gives `yes` where a user or an administrator is signed in; no events. */
  | "hasAuth";
