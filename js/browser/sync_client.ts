/**
 * One live client of one deployment: the core, the view store, the promises.
 *
 * Owns: calls into the core, what its batches mean to callers, the connection state as published. Leaves to others:
 * protocol (the core), what is shown (`view_store.ts`), React (`react/`).
 */

import type { Value } from "convex/values";
import { core } from "#wasm";
import {
  type ConnectionState,
  INITIAL_CONNECTION_STATE,
  toConnectionState,
} from "../connection_state.js";
import { validateDeploymentUrl } from "../deployment_url.js";
import {
  decode,
  type FunctionLetter,
  functionError,
  logFunctionLines,
} from "../function_errors.js";
import { canonicalPath, encodeArgs, type QueryToken, queryToken } from "../functions.js";
import { type Logger, makeLogger } from "../logger.js";
import type { OptimisticLocalStore } from "../optimistic.js";
import type { CoreEvent, Settled, TransitionRecord } from "../records.js";
import { type Entry, ViewStore } from "../view_store.js";
import { WorkList } from "../work_list.js";
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

/** An update bound to nothing but the arguments, which it gets at each run. */
export type BoundUpdate = (store: OptimisticLocalStore) => unknown;

interface Caller {
  letter: FunctionLetter;
  name: string;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

type Core = InstanceType<ReturnType<typeof core>["Client"]>;

/** A live client. It connects at once. */
export class SyncClient {
  readonly logger: Logger;
  readonly #core: Core;
  readonly #work: WorkList;
  readonly #store: ViewStore;
  readonly #callers = new Map<number, Caller>();
  readonly #stateListeners = new Set<(state: ConnectionState) => void>();
  #state = INITIAL_CONNECTION_STATE;
  #publishing = false;
  #closed = false;

  /** @throws when the address cannot be a deployment's, or there is no WebSocket */
  constructor(address: string, options: ClientOptions) {
    if (!options.skipConvexDeploymentUrlCheck) validateDeploymentUrl(address);
    this.logger = makeLogger(options.logger, options.verbose ?? false);
    const report = (error: unknown) => this.logger.error(error);
    this.#work = new WorkList(report);
    this.#store = new ViewStore(report);
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
      const held: CoreEvent[] = [];
      const id = this.#holding(held, () => this.#core.subscribe(path, encoded, journalText));
      this.#store.attach(id, { token, path, args });
      for (const event of held) this.#on(event);
      return this.#unwatcher(id, this.#store.listen(token, listener));
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
  async mutation(
    name: string,
    args: Record<string, Value>,
    update?: BoundUpdate,
  ): Promise<unknown> {
    const encoded = encodeArgs(args);
    if (update === undefined) {
      return this.#request("M", name, () => this.#core.mutate(name, encoded, false));
    }
    return this.#work.enter(() => {
      const id = this.#core.mutate(name, encoded, true);
      const outcome = this.#promise("M", name, id);
      this.#stage(id, update);
      return outcome;
    });
  }

  /** Runs an action. */
  async action(name: string, args: Record<string, Value>): Promise<unknown> {
    const encoded = encodeArgs(args);
    return this.#request("A", name, () => this.#core.act(name, encoded));
  }

  /** The connection; the same object until it changes. */
  connectionState(): ConnectionState {
    return this.#state;
  }

  /** Calls `listener` after each change of the connection state. Returns an unsubscribe. */
  subscribeToConnectionState(listener: (state: ConnectionState) => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  /** Closes the socket and forgets all listeners. Nothing can be called afterwards. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#core.close();
    this.#core.free();
    this.#stateListeners.clear();
  }

  #unwatcher(id: number, unlisten: () => void): () => void {
    let active = true;
    return () => {
      if (!active) return;
      active = false;
      unlisten();
      if (!this.#closed) this.#core.unsubscribe(id);
    };
  }

  #request(letter: FunctionLetter, name: string, start: () => number): Promise<unknown> {
    return this.#work.enter(() => this.#promise(letter, name, start()));
  }

  #promise(letter: FunctionLetter, name: string, id: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#callers.set(id, { letter, name, resolve, reject });
    });
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
    try {
      this.#notify(this.#store.addLayer(id, layer));
    } catch (error) {
      this.#callers.get(id)?.reject(error);
      this.#callers.delete(id);
      this.#core.layerFailed(id);
      return;
    }
    this.#core.layerReady(id);
  }

  #holder: CoreEvent[] | undefined;

  /** Collects what the core says during `call`, for the caller to apply once it knows what it is about. */
  #holding<T>(held: CoreEvent[], call: () => T): T {
    const outer = this.#holder;
    this.#holder = held;
    try {
      return call();
    } finally {
      this.#holder = outer;
    }
  }

  #deliver(json: string): void {
    const events = JSON.parse(json) as CoreEvent[];
    if (this.#holder !== undefined) {
      this.#holder.push(...events);
      return;
    }
    this.#work.enter(() => {
      for (const event of events) this.#on(event);
    });
  }

  #on(event: CoreEvent): void {
    if ("record" in event) this.#onRecord(event.record);
    else if ("connectionState" in event) this.#publish(toConnectionState(event.connectionState));
    else if ("error" in event) this.logger.error(event.error);
    else if ("debug" in event) this.logger.logVerbose(event.debug);
    else this.logger.error(`Failed to authenticate: "${event.credentialRejected}"`);
  }

  #onRecord(record: TransitionRecord): void {
    for (const { query, logLines } of record.queries) {
      const path = this.#store.describe(query)?.path;
      if (logLines && path !== undefined) logFunctionLines(this.logger, "Q", path, logLines);
    }
    this.#notify(this.#store.apply(record));
    for (const settled of record.settled) this.#work.push(() => this.#settle(settled));
  }

  #notify(changed: Set<QueryToken>): void {
    for (const listener of this.#store.listenersOf(changed)) this.#work.push(listener);
  }

  #settle(settled: Settled): void {
    const caller = this.#callers.get(settled.request);
    if (caller === undefined) return;
    this.#callers.delete(settled.request);
    const { letter, name } = caller;
    logFunctionLines(this.logger, letter, name, settled.logLines);
    if ("error" in settled) {
      this.logger.error(`[CONVEX ${letter}(${name})] ${settled.error.message}`);
      caller.reject(functionError(letter, name, settled.error));
    } else {
      caller.resolve(decode(settled.value, settled.special));
    }
  }

  /** Published once per turn of the event loop, however often it changed. */
  #publish(state: ConnectionState): void {
    this.#state = state;
    if (this.#publishing) return;
    this.#publishing = true;
    queueMicrotask(() => {
      this.#publishing = false;
      this.#work.enter(() => {
        for (const listener of this.#stateListeners) {
          this.#work.push(() => listener(this.#state));
        }
      });
    });
  }
}

function globalWebSocket(): typeof WebSocket {
  if (typeof WebSocket === "undefined") {
    throw new Error(
      "No WebSocket global variable defined! To use Convex in an environment without WebSocket try the HTTP client: https://docs.convex.dev/api/classes/browser.ConvexHttpClient",
    );
  }
  return WebSocket;
}
