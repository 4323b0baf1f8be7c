/**
 * One live client of one deployment: the core, the view store, the promises.
 *
 * Owns: calls into the core, what its batches mean to callers, the connection state as published. Leaves to others:
 * protocol (the core), what is shown (`view_store.ts`), React (`react/`).
 */

import type { Value } from "convex/values";
import { core } from "#wasm";
import type { ConnectionState } from "../connection_state.js";
import { validateDeploymentUrl } from "../deployment_url.js";
import type { FunctionLetter } from "../function_errors.js";
import { logFunctionLines } from "../function_logs.js";
import { canonicalPath, encodeArgs, parseArgs, type QueryToken, queryToken } from "../functions.js";
import { type Logger, makeLogger } from "../logger.js";
import type { OptimisticLocalStore } from "../optimistic.js";
import type { CoreEvent, TransitionRecord } from "../records.js";
import { type Entry, ViewStore } from "../view_store.js";
import { WorkList } from "../work_list.js";
import { Callers } from "./callers.js";
import { PublishedState } from "./published_state.js";
import { newSessionId } from "./session_id.js";

/** Options of a client, a part of npm convex's `BaseConvexClientOptions`. */
export interface ClientOptions {
  /** Used instead of the global WebSocket, for example the one of npm `ws`. */
  webSocketConstructor?: typeof WebSocket;
  /** Where messages go; false for nowhere. Default: the console. */
  logger?: Logger | boolean;
  /** Also messages about connections. Default: false. */
  verbose?: boolean;
  /** Accept an address that does not look like a deployment's. Default: false. */
  skipConvexDeploymentUrlCheck?: boolean;
}

/** An optimistic update with its arguments bound. */
export type BoundUpdate = (store: OptimisticLocalStore) => unknown;

type Core = InstanceType<ReturnType<typeof core>["Client"]>;

/** A live client. It connects at once. */
export class SyncClient {
  readonly logger: Logger;
  readonly #core: Core;
  readonly #work: WorkList;
  readonly #store: ViewStore;
  readonly #callers: Callers;
  readonly #state: PublishedState;
  #held: CoreEvent[] | undefined;
  #closed = false;

  /** @throws when the address cannot be a deployment's, or there is no WebSocket */
  constructor(address: string, options: ClientOptions) {
    if (!options.skipConvexDeploymentUrlCheck) validateDeploymentUrl(address);
    this.logger = makeLogger(options.logger, options.verbose ?? false);
    const report = (error: unknown) => reportUserError(error, this.logger);
    this.#work = new WorkList(report);
    this.#store = new ViewStore(report);
    this.#callers = new Callers(this.logger);
    this.#state = new PublishedState(this.#work);
    const { Client } = core();
    const socket = options.webSocketConstructor ?? globalWebSocket();
    const deliver = (json: string) => this.#deliver(json);
    this.#core = new Client(address, newSessionId(), socket, deliver);
    this.#core.start();
  }

  /** Subscribes; `listener` is called whenever the shown entry changes. Returns an idempotent unsubscribe. */
  watch(
    name: string,
    args: Record<string, Value>,
    listener: () => void,
    journal?: string | null,
  ): () => void {
    const encoded = encodeArgs(args);
    const token = queryToken(name, encoded);
    const path = canonicalPath(name);
    return this.#work.enter(() => {
      const journalText = journal === undefined ? undefined : JSON.stringify(journal);
      const { result: id, events } = this.#hold(() =>
        this.#core.subscribe(path, encoded, journalText),
      );
      this.#notify(this.#store.attach(id, { token, path, args }));
      const unlisten = this.#store.listen(token, listener);
      this.#take(events);
      return this.#unwatcher(id, unlisten);
    });
  }

  /** What is shown for a query. */
  entry(token: QueryToken): Entry {
    return this.#store.entry(token);
  }

  /** The journal that the server last sent for a query. */
  journal(token: QueryToken): string | null | undefined {
    return this.#store.journal(token);
  }

  /** The log lines of the query's last run. */
  logLines(token: QueryToken): string[] | undefined {
    return this.#store.logLines(token);
  }

  /** Runs a mutation. Resolves when its effect is visible in all results. */
  async mutation(name: string, args: unknown, update?: BoundUpdate): Promise<unknown> {
    const encoded = encodeArgs(parseArgs(args));
    if (update === undefined) {
      return this.#request("M", name, () => this.#core.mutate(name, encoded, false));
    }
    return this.#work.enter(() => {
      const id = this.#core.mutate(name, encoded, true);
      const outcome = this.#callers.wait(id, "M", name);
      this.#stage(id, update);
      return outcome;
    });
  }

  /** Runs an action. */
  async action(name: string, args: unknown): Promise<unknown> {
    const encoded = encodeArgs(parseArgs(args));
    return this.#request("A", name, () => this.#core.act(name, encoded));
  }

  /** The connection; the same object until it changes. */
  connectionState(): ConnectionState {
    return this.#state.current;
  }

  /** Calls `listener` after each change of the connection state. Returns an unsubscribe. */
  subscribeToConnectionState(listener: (state: ConnectionState) => void): () => void {
    return this.#state.subscribe(listener);
  }

  /** Closes the socket for good. Nothing can be called afterwards but unsubscribing. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#state.clear();
    this.#work.enter(() => {
      this.#core.close();
      // Not before every call into the core has returned: this may be called by a listener.
      this.#work.push(() => this.#core.free());
    });
  }

  #unwatcher(id: number, unlisten: () => void): () => void {
    let active = true;
    return () => {
      if (!active) return;
      active = false;
      unlisten();
      if (!this.#closed) this.#work.enter(() => this.#core.unsubscribe(id));
    };
  }

  #request(letter: FunctionLetter, name: string, start: () => number): Promise<unknown> {
    return this.#work.enter(() => this.#callers.wait(start(), letter, name));
  }

  /** The first run of an optimistic update decides whether its mutation is sent. */
  #stage(id: number, update: BoundUpdate): void {
    const layer = (store: OptimisticLocalStore) => {
      if (update(store) instanceof Promise) {
        this.logger.warn(
          "Optimistic update handler returned a Promise. Optimistic updates should be synchronous.",
        );
      }
    };
    let threw = false;
    try {
      this.#notify(this.#store.addLayer(id, layer));
    } catch (error) {
      threw = true;
      this.#callers.fail(id, error);
    }
    if (this.#closed) return;
    if (threw) this.#core.layerFailed(id);
    else this.#core.layerReady(id);
  }

  /** What the core says during `call` is kept for when the caller knows what it is about. */
  #hold<T>(call: () => T): { result: T; events: CoreEvent[] } {
    const events: CoreEvent[] = [];
    const outer = this.#held;
    this.#held = events;
    try {
      return { result: call(), events };
    } finally {
      this.#held = outer;
    }
  }

  /** Called by the core, with one batch; never throws. */
  #deliver(json: string): void {
    const events = JSON.parse(json) as CoreEvent[];
    if (this.#held === undefined) this.#work.enter(() => this.#take(events));
    else this.#held.push(...events);
  }

  #take(events: CoreEvent[]): void {
    for (const event of events) {
      if ("record" in event) this.#apply(event.record);
      else if ("connectionState" in event) this.#state.publish(event.connectionState);
      else this.#work.push(() => this.#tell(event));
    }
  }

  /** Listeners run before promises settle; what is printed comes first, as it happened first. */
  #apply(record: TransitionRecord): void {
    for (const { query, logLines } of record.queries) {
      const path = this.#store.describe(query)?.path;
      if (!logLines?.length || path === undefined) continue;
      this.#work.push(() => logFunctionLines(this.logger, "Q", path, logLines));
    }
    this.#notify(this.#store.apply(record));
    for (const settled of record.settled) this.#work.push(() => this.#callers.settle(settled));
  }

  #notify(changed: Set<QueryToken>): void {
    for (const listener of this.#store.listenersOf(changed)) this.#work.push(listener);
  }

  #tell(event: Exclude<CoreEvent, { record: unknown } | { connectionState: unknown }>): void {
    if ("error" in event) this.logger.error(event.error);
    else if ("info" in event) this.logger.log(event.info);
    else this.logger.error(`Failed to authenticate: "${event.credentialRejected}"`);
  }
}

/** Where the app's own error handling sees it; where there is none, in the log. */
function reportUserError(error: unknown, logger: Logger): void {
  if (typeof reportError === "function") reportError(error);
  else logger.error(error);
}

function globalWebSocket(): typeof WebSocket {
  if (typeof WebSocket === "undefined") {
    throw new Error(
      "No WebSocket global variable defined! To use Convex in an environment without WebSocket try the HTTP client: https://docs.convex.dev/api/classes/browser.ConvexHttpClient",
    );
  }
  return WebSocket;
}
