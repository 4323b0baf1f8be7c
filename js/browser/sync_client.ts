/**
 * One live client of one deployment: the core, the view store, the promises.
 *
 * Owns: calls into the core, what its batches mean to callers, the connection state as published. Leaves to others:
 * protocol (the core), what is shown (`view_store.ts`), React (`react/`).
 */

import type { Value } from "convex/values";
import type { ConnectionState } from "../connection_state.js";
import { validateDeploymentUrl } from "../deployment_url.js";
import type { Entry } from "../entries.js";
import type { FunctionLetter } from "../function_errors.js";
import { logFunctionLines } from "../function_logs.js";
import { canonicalPath, encodeArgs, parseArgs, type QueryToken, queryToken } from "../functions.js";
import { type Logger, makeLogger, UNHEARD } from "../logger.js";
import type { OptimisticLocalStore } from "../optimistic.js";
import type { QueryDescription } from "../query_slot.js";
import type { AuthEvent, ClientEvent, Settled, TransitionRecord } from "../records.js";
import { ViewStore } from "../view_store.js";
import { WorkList } from "../work_list.js";
import { AuthSource, type AuthTokenFetcher } from "./auth_source.js";
import { Callers, notSent, outcomeUnknown } from "./callers.js";
import { type ClientOptions, startCore } from "./client_options.js";
import { type CoreCall, CoreHost } from "./core_host.js";
import { earlySocket } from "./early_socket.js";
import type { Live, UpdateOptions } from "./live.js";
import { PublishedState } from "./published_state.js";
import { askBeforeLeaving } from "./unsaved_changes.js";

/** What a follower may read of what is shown. */
export type View = Pick<ViewStore, "describe" | "entry" | "known" | "logLines" | "reader">;

/** One step of what is shown. */
export interface Step {
  /** Whose shown entry changed. */
  changed: Set<QueryToken>;
  /** What the core said; nothing where an update was laid on or the core is gone. */
  record: TransitionRecord | undefined;
  /** The mutations that this settles. */
  mutations: Settled[];
}

/** Sees each step as it is applied; gives what is to run for it once it is its turn. */
export type Follower = (step: Step) => (() => void)[];

/** One subscriber of a query. */
interface Watch {
  readonly query: QueryDescription;
  readonly encodedArgs: string;
  /** The path of the component that the function is in. */
  readonly component: string | undefined;
  readonly journal: string | null | undefined;
  /** The running core's id of the query; none while there is no core. */
  id: number | undefined;
}

/** A live client. It connects at once. What its methods do stands in `live.ts`. */
export class SyncClient implements Live {
  readonly logger: Logger;
  readonly #host: CoreHost;
  readonly #work: WorkList;
  readonly #store: ViewStore;
  readonly #callers: Callers;
  readonly #state: PublishedState;
  readonly #auth: AuthSource;
  readonly #watches = new Set<Watch>();
  readonly #options: ClientOptions;
  readonly #stopAsking: () => void;
  #follower: Follower = () => [];
  #failures = 0;
  #closed = false;

  /** @throws when the address cannot be a deployment's, or there is no WebSocket */
  constructor(address: string, options: ClientOptions) {
    if (!options.skipConvexDeploymentUrlCheck) validateDeploymentUrl(address);
    this.#options = options;
    this.logger = makeLogger(options.logger, options.verbose ?? false);
    const report = (error: unknown) => reportUserError(error, this.logger);
    this.#work = new WorkList(report);
    this.#store = new ViewStore(
      report,
      (query) => this.#host.read((client) => client.call("value", query)),
      options.freezeResults,
    );
    this.#callers = new Callers(this.logger);
    this.#state = new PublishedState(this.#work);
    const early = earlySocket(address, options.webSocketConstructor);
    try {
      this.#host = new CoreHost(early.url, early.webSocket, {
        run: (callback) => this.#enter(callback),
        failed: (error) => this.#failed(error),
        restarted: () => this.#restarted(),
        trace: (describe) => this.#trace(describe),
      });
      this.#auth = new AuthSource((method) => this.#call(method), this.#work);
      this.#stopAsking = askBeforeLeaving(
        options.unsavedChangesWarning,
        () => this.#state.awaitsAnswer,
      );
      this.#call((client) => startCore(client, this.#options));
    } finally {
      early.letGo();
    }
  }

  setAuth(
    fetchToken: AuthTokenFetcher,
    onChange: (isAuthenticated: boolean) => void,
    onRefreshChange?: (isRefreshing: boolean) => void,
  ): void {
    this.#auth.setAuth({ fetchToken, onChange, onRefreshChange });
  }

  clearAuth(): void {
    this.#auth.clear();
  }

  setAdminAuth(key: string, actingAs?: object): void {
    this.#auth.setAdmin(key, actingAs);
  }

  /** The token in use; undefined, or empty, where no user is signed in. */
  token(): string | undefined {
    return this.#host.read((client) => client.call("token", 0));
  }

  /** Whether there is a token or an admin's key. */
  hasAuth(): boolean {
    return Boolean(this.#host.read((client) => client.call("hasAuth", 0)));
  }

  reconnect(): void {
    this.#call((client) => client.call("reconnect", 0));
  }

  /** From now on `follower` sees every step of what is shown. */
  follow(follower: Follower): View {
    this.#follower = follower;
    return this.#store;
  }

  watch(
    name: string,
    args: Record<string, Value>,
    listener: () => void,
    journal?: string | null,
    component?: string,
  ): () => void {
    const encodedArgs = encodeArgs(args);
    const token = queryToken(name, encodedArgs, component);
    const query = { token, path: canonicalPath(name), args };
    const watch: Watch = { query, encodedArgs, component, journal, id: undefined };
    return this.#enter(() => {
      this.#watches.add(watch);
      this.#subscribe(watch, journal);
      return this.#unwatcher(watch, this.#store.listen(token, listener));
    });
  }

  /** Calls `listener` whenever the shown entry changes, while somebody watches the query. Returns what ends it. */
  listen(token: QueryToken, listener: () => void): () => void {
    return this.#store.listen(token, listener);
  }

  entry(token: QueryToken): Entry {
    return this.#store.entry(token);
  }

  reader(token: QueryToken): () => Entry {
    return this.#store.reader(token);
  }

  journal(token: QueryToken): string | null | undefined {
    return this.#store.journal(token);
  }

  logLines(token: QueryToken): string[] | undefined {
    return this.#store.logLines(token);
  }

  async mutation(name: string, args?: unknown, options?: UpdateOptions): Promise<unknown> {
    const parsed = parseArgs(args);
    const encoded = encodeArgs(parsed);
    const update = options?.optimisticUpdate;
    const mutate: CoreCall = (client) =>
      client.call("mutate", update === undefined ? 0 : 1, name, encoded);
    return this.#request("M", name, mutate, (id) => {
      if (update !== undefined) this.#stage(id, (store) => update(store, parsed));
    });
  }

  async action(name: string, args?: unknown): Promise<unknown> {
    const encoded = encodeArgs(parseArgs(args));
    return this.#request("A", name, (client) => client.call("act", 0, name, encoded));
  }

  connectionState(): ConnectionState {
    return this.#state.current;
  }

  subscribeToConnectionState(listener: (state: ConnectionState) => void): () => void {
    return this.#state.subscribe(listener);
  }

  /** Closes the socket for good. Nothing can be called afterwards but unsubscribing. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#state.clear();
    this.#stopAsking();
    this.#enter(() => {
      this.#host.call((client) => client.call("close", 0));
      // Not before every call into the core has returned: this may be called by a listener.
      this.#work.push(() => this.#host.free());
    });
  }

  #subscribe(watch: Watch, journal: string | null | undefined): void {
    const { query, encodedArgs, component } = watch;
    const journalText = journal === undefined ? undefined : JSON.stringify(journal);
    watch.id = this.#host.call((client) =>
      client.call("subscribe", 0, query.path, encodedArgs, journalText, component),
    );
    if (watch.id === undefined) return;
    const changed = this.#store.attach(watch.id, query, journal);
    if (changed.size > 0) this.#notify(changed);
  }

  #unwatcher(watch: Watch, unlisten: () => void): () => void {
    return () => {
      if (!this.#watches.delete(watch)) return;
      unlisten();
      const { id } = watch;
      if (this.#closed) return;
      if (id === undefined) this.#store.forgetDetached(this.#watchedTokens());
      else this.#call((client) => client.call("unsubscribe", id));
    };
  }

  /** `accepted(id)` runs once the core has the request. */
  #request(
    letter: FunctionLetter,
    name: string,
    start: CoreCall,
    accepted?: (id: number) => void,
  ): Promise<unknown> {
    return this.#enter(() => {
      if (!this.#host.isUp) return Promise.reject(notSent(letter, name));
      const id = this.#host.call(start);
      if (id === undefined) return Promise.reject(outcomeUnknown(letter, name));
      const outcome = this.#callers.wait(id, letter, name);
      accepted?.(id);
      return outcome;
    });
  }

  /** The first run of an optimistic update decides whether its mutation is sent. */
  #stage(id: number, update: (store: OptimisticLocalStore) => unknown): void {
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
    this.#host.call((client) => client.call(threw ? "layerFailed" : "layerReady", id));
  }

  #call(method: CoreCall): void {
    this.#enter(() => this.#host.call(method));
  }

  /** Runs what calls the core, then applies what the core said, then runs user code. */
  #enter<T>(action: () => T): T {
    return this.#work.enter(() => {
      try {
        return action();
      } finally {
        this.#take();
      }
    });
  }

  /** What is shown stays, without layers, until a new core knows better. */
  #failed(error: unknown): void {
    this.#enter(() => {
      this.#take();
      if (this.#closed) return;
      this.#failures++;
      for (const watch of this.#watches) watch.id = undefined;
      this.#notify(this.#store.detach(this.#auth.isInUse));
      this.#state.restart();
      this.#work.push(() => this.#callers.abandon());
      this.#work.push(() => this.logger.error(CORE_FAILED, error));
    });
  }

  #restarted(): void {
    this.#enter(() => {
      for (const watch of this.#watches) {
        const known = this.#store.journal(watch.query.token);
        this.#subscribe(watch, known === undefined ? watch.journal : known);
      }
      this.#store.forgetDetached(this.#watchedTokens());
      // What was waited for once is not waited for again: `setAuth` makes this core wait, too.
      this.#host.call((client) => startCore(client, { ...this.#options, expectAuth: false }));
      this.#auth.repeat();
    });
  }

  /** A logger of the app's decides for itself what it shows; it may throw, and may be a mere console. */
  #trace(describe: () => string): void {
    try {
      if (this.logger.logVerbose !== UNHEARD) this.logger.logVerbose?.(describe());
    } catch {}
  }

  #watchedTokens(): Set<QueryToken> {
    return new Set([...this.#watches].map((watch) => watch.query.token));
  }

  #take(): void {
    const failures = this.#failures;
    for (const event of this.#host.events()) {
      // An update that was replayed may have called the core once too often: what it said before means nothing now.
      if (failures !== this.#failures) return;
      if ("record" in event) this.#apply(event.record);
      else if ("connectionState" in event) this.#state.publish(event.connectionState);
      else if (isOfAuth(event)) this.#auth.take(event);
      else this.#work.push(() => this.#tell(event));
    }
  }

  /** Listeners run before promises settle; what is printed comes first, as it happened first. */
  #apply(record: TransitionRecord): void {
    for (const { query, logLines } of record.queries) {
      if (!logLines?.length) continue;
      const path = this.#store.describe(query)?.path;
      if (path === undefined) continue;
      this.#work.push(() => logFunctionLines(this.logger, "Q", path, logLines));
    }
    this.#notify(this.#store.apply(record), record);
    for (const settled of record.settled) this.#work.push(() => this.#callers.settle(settled));
  }

  #notify(changed: Set<QueryToken>, record?: TransitionRecord): void {
    const mutations = record?.settled.filter(({ request }) => this.#callers.isMutation(request));
    const told = this.#follower({ changed, record, mutations: mutations ?? [] });
    for (const listener of this.#store.listenersOf(changed)) this.#work.push(listener);
    for (const task of told) this.#work.push(task);
  }

  #tell(event: Message): void {
    if ("error" in event) this.logger.error(event.error);
    else if ("disconnectError" in event) this.#tellDisconnect(event.disconnectError);
    else if ("warning" in event) this.logger.warn(event.warning);
    else this.logger.log(event.info);
  }

  #tellDisconnect(text: string): void {
    this.logger.log(text);
    this.#options.onServerDisconnectError?.(text);
  }
}

type Message = Exclude<ClientEvent, AuthEvent | { record: unknown } | { connectionState: unknown }>;

const isOfAuth = (event: ClientEvent): event is AuthEvent =>
  "fetchToken" in event || "authenticated" in event || "refreshing" in event;

const CORE_FAILED =
  "Lentil's core failed and is started anew; whether the mutations and actions under way ran is unknown.";

/** Where the app's own error handling sees it; where there is none, in the log. */
export function reportUserError(error: unknown, logger: Logger): void {
  if (typeof reportError === "function") reportError(error);
  else logger.error(error);
}
