/**
 * A live client without a deployment: what `ConvexReactClient` stands on in a test.
 *
 * Owns: what is watched, who called what, when a call ends. Leaves to others: what is shown, with its optimistic updates
 * (`js/view_store.ts`), what comes of a function (`outcomes.ts`), the connection, the user.
 */

import { convexToJson, jsonToConvex, type Value } from "convex/values";
import type { Live, UpdateOptions } from "../../js/browser/live.js";
import type { ConnectionState } from "../../js/connection_state.js";
import type { Entry } from "../../js/entries.js";
import {
  canonicalPath,
  encodeArgs,
  parseArgs,
  type QueryToken,
  queryToken,
} from "../../js/functions.js";
import type { QueryDescription } from "../../js/query_slot.js";
import type { QueryChange, TransitionRecord } from "../../js/records.js";
import { ViewStore } from "../../js/view_store.js";
import { WorkList } from "../../js/work_list.js";
import { acting } from "./acting.js";
import type { Answers } from "./answers.js";
import { callOutcome, queryOutcome } from "./outcomes.js";
import { fetchTestToken, type TestAccount } from "./test_account.js";
import { TestConnection } from "./test_connection.js";

/** A call of a mutation or an action, as a server would have got it. */
export interface TestCall {
  kind: "mutation" | "action";
  /** `module:function`. */
  name: string;
  args: Record<string, Value>;
}

interface Watched extends QueryDescription {
  id: number;
  name: string;
  watchers: number;
  /** What was said of it last, as text. */
  said?: string;
}

type Auth = Parameters<Live["setAuth"]>;

/** The live client of one test. */
export class TestLive implements Live {
  readonly calls: TestCall[] = [];
  readonly #answers: Answers;
  readonly #account: TestAccount;
  readonly #work: WorkList;
  readonly #store: ViewStore;
  readonly #watched = new Map<QueryToken, Watched>();
  readonly #connection: TestConnection;
  #ids = 0;
  #auth: Auth | undefined;

  /** `report` receives what user code throws. */
  constructor(answers: Answers, account: TestAccount, report: (error: unknown) => void) {
    this.#answers = answers;
    this.#account = account;
    this.#work = new WorkList(report);
    this.#connection = new TestConnection(this.#work);
    this.#store = new ViewStore(report, () => undefined);
  }

  /** Asks anew for the results of all that is watched. */
  refresh(): void {
    acting(() => this.#apply({ queries: this.#changes() }));
  }

  /** What the test says of the connection, in place of what it would be. */
  setConnection(given: Partial<ConnectionState>): void {
    acting(() => this.#work.enter(() => this.#connection.set(given)));
  }

  /** Tells whether the user's token is being replaced. */
  tellRefreshing(): void {
    acting(() => this.#auth?.[2]?.(this.#account.isRefreshing));
  }

  watch(name: string, args: Record<string, Value>, listener: () => void): () => void {
    const query = this.#watch(name, args);
    const unlisten = this.#store.listen(query.token, listener);
    let isOver = false;
    // Who asks by a callback hears of a result that is there already, too: but not before this returns.
    queueMicrotask(() => {
      if (!isOver && this.entry(query.token).status !== "pending") this.#work.enter(listener);
    });
    return () => {
      if (isOver) return;
      isOver = true;
      unlisten();
      if (--query.watchers > 0) return;
      this.#watched.delete(query.token);
      this.#apply({ queries: [{ query: query.id, gone: true }] });
    };
  }

  entry(token: QueryToken): Entry {
    return this.#store.entry(token);
  }

  reader(token: QueryToken): () => Entry {
    return this.#store.reader(token);
  }

  journal(): undefined {}

  logLines(): undefined {}

  async mutation(name: string, args?: unknown, options?: UpdateOptions): Promise<unknown> {
    return this.#request("mutation", name, args, options?.optimisticUpdate);
  }

  async action(name: string, args?: unknown): Promise<unknown> {
    return this.#request("action", name, args);
  }

  connectionState(): ConnectionState {
    return this.#connection.state;
  }

  subscribeToConnectionState(hear: (state: ConnectionState) => void): () => void {
    return this.#connection.subscribe(hear);
  }

  /** Any token is taken, that of the test's user at once; a fetch that fails signs nobody in. */
  setAuth(...auth: Auth): void {
    this.#auth = auth;
    const [fetchToken, onChange] = auth;
    if (fetchToken === fetchTestToken) {
      onChange(true);
      auth[2]?.(this.#account.isRefreshing);
      return;
    }
    const token = async () => fetchToken({ forceRefreshToken: false });
    const tell = (given: unknown) => {
      if (this.#auth === auth) acting(() => onChange(typeof given === "string"));
    };
    void token().then(tell, () => tell(null));
  }

  clearAuth(): void {
    this.#auth = undefined;
  }

  setAdminAuth(): void {}

  reconnect(): void {}

  close(): void {
    this.#connection.clear();
    this.#auth = undefined;
  }

  #watch(name: string, args: Record<string, Value>): Watched {
    const token = queryToken(name, encodeArgs(args));
    const known = this.#watched.get(token);
    if (known !== undefined) {
      known.watchers++;
      return known;
    }
    const id = this.#ids++;
    const query: Watched = { token, path: canonicalPath(name), args, id, name, watchers: 1 };
    this.#watched.set(token, query);
    this.#store.attach(id, query);
    this.#apply({ queries: this.#changeOf(query) });
    return query;
  }

  #request(
    kind: TestCall["kind"],
    name: string,
    given: unknown,
    update?: UpdateOptions["optimisticUpdate"],
  ): Promise<unknown> {
    const parsed = parseArgs(given);
    const args = jsonToConvex(convexToJson(parsed)) as Record<string, Value>;
    const id = this.#ids++;
    return this.#work.enter(() => {
      if (update) this.#notify(this.#store.addLayer(id, (store) => update(store, parsed)));
      this.calls.push({ kind, name: canonicalPath(name), args });
      this.#connection.begin(id, kind);
      return new Promise((resolve, reject) => {
        void callOutcome(this.#answers, kind, name, args).then((settle) => {
          acting(() => this.#settle(id, () => settle(resolve, reject)));
        });
      });
    });
  }

  /** In one step the update falls and what came of it is shown; then the promise settles. */
  #settle(id: number, settle: () => void): void {
    this.#work.enter(() => {
      this.#apply({ queries: this.#changes(), dropped: [[0, id]] });
      this.#connection.end(id);
      this.#work.push(settle);
    });
  }

  #changes(): QueryChange[] {
    return [...this.#watched.values()].flatMap((query) => this.#changeOf(query));
  }

  /** None where the same was said last. */
  #changeOf(query: Watched): QueryChange[] {
    const outcome = queryOutcome(this.#answers, query.name, query.args);
    const said = JSON.stringify(outcome);
    if (said === query.said) return [];
    query.said = said;
    return [{ query: query.id, ...outcome }];
  }

  #apply({ queries = [], dropped = [] }: Partial<TransitionRecord>): void {
    this.#work.enter(() => {
      this.#notify(this.#store.apply({ identity: null, queries, dropped, settled: [] }));
    });
  }

  #notify(changed: Set<QueryToken>): void {
    for (const listener of this.#store.listenersOf(changed)) this.#work.push(listener);
  }
}
