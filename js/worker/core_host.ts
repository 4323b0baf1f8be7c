/**
 * What `lentil/worker` has in place of `js/browser/core_host.ts`: the core is in a worker.
 *
 * Owns: calls on their way to it, what it said, failures of it and of its worker. Leaves to others: ids
 * (`subscriptions.ts`, `requests.ts`), what is out of date of what it says (`credentials.ts`), the worker
 * (`core_thread.ts`), and all that a core asks of the platform, which the worker does by the other `CoreHost`.
 *
 * Calls are answered at once, by ids that are known here. They are sent when the code that calls has ended, all together,
 * as a batch: the core makes up what is to be sent to the server at the end of its own turn. Batches are counted, and what
 * the core says comes with how many it had done.
 */

import { complete } from "../browser/complete.js";
import type { CoreCall, CoreClient, CoreOwner } from "../browser/core_host.js";
import { Restarts } from "../browser/restarts.js";
import { onReturn } from "../browser/return_signs.js";
import type { ClientEvent, QueryChange } from "../records.js";
import { CoreThread } from "./core_thread.js";
import { Credentials } from "./credentials.js";
import type { Call, Said, ToPage } from "./messages.js";
import { Requests } from "./requests.js";
import { Subscriptions } from "./subscriptions.js";

/** The core of one client. Its members are those of the other `CoreHost`. */
export class CoreHost {
  readonly #owner: CoreOwner;
  readonly #setUp: { address: string; isTraced: boolean };
  readonly #restarts = new Restarts();
  readonly #stopHearing: () => void;
  #thread: CoreThread | undefined;
  /** There is a core, or one that begins. */
  #isUp = true;
  /** Counts the cores of this worker, as the worker does. */
  #era = 0;
  /** Counts what was sent to it. */
  #batch = 0;
  #subscriptions = new Subscriptions();
  #requests = new Requests();
  #credentials = new Credentials();
  #calls: Call[] = [];
  #events: ClientEvent[] = [];
  #isFreed = false;
  /** The worker has said something: it can run here. */
  #hasSpoken = false;
  /** Why no worker can run here. */
  #hopeless: string | undefined;
  /** The query whose whole value was asked for and is being taken. */
  #answered: number | undefined;

  /** @throws when no worker can be made here */
  constructor(address: string, _webSocket: typeof WebSocket, owner: CoreOwner) {
    this.#owner = owner;
    let isTraced = false;
    owner.trace(() => {
      isTraced = true;
      return "the core is in a worker";
    });
    this.#setUp = { address, isTraced };
    this.#thread = this.#newThread();
    this.#stopHearing = onReturn(({ type }) => this.#thread?.wake(type));
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  call(method: CoreCall): number | undefined {
    const call = callOf(method);
    if (!this.#isUp) return this.#refuse(call);
    const [name, number] = call;
    if (name === "subscribe") return this.#subscribe(call.slice(2) as Texts);
    if (name === "unsubscribe" && !this.#subscriptions.remove(number as number)) return 0;
    this.#post(call);
    const batch = this.#batch + 1;
    if (name === "setAuth") this.#credentials.change(batch);
    if (name === "clearAuth" || name === "setAdminAuth") {
      this.#show(this.#credentials.end(batch, this.#subscriptions.ids()));
    }
    if (name !== "mutate" && name !== "act") return 0;
    const id = this.#requests.add(name === "act", batch);
    this.#events.push({ connectionState: this.#requests.state() });
    return id;
  }

  events(): ClientEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /** What is asked for comes later, as a record; where that cannot be read it is not asked for again. */
  read(method: CoreCall): string | undefined {
    const call = this.#isUp ? callOf(method) : undefined;
    if (call?.[0] === "value" && call[1] !== this.#answered) this.#post(call);
    return undefined;
  }

  free(): void {
    this.#flush();
    this.#isUp = false;
    this.#isFreed = true;
    this.#restarts.cancel();
    this.#thread?.leave();
    this.#thread = undefined;
    this.#stopHearing();
  }

  #subscribe(texts: Texts): number {
    const [path, args, , component] = texts;
    const { query, isFirst } = this.#subscriptions.add(JSON.stringify([path, args, component]));
    if (isFirst && this.#isUp) this.#post(["subscribe", query, ...texts]);
    return query;
  }

  /** Where there will be no core a query has an error, as it has where the page's own core cannot run. */
  #refuse([name, , ...texts]: Call): number | undefined {
    if (this.#hopeless === undefined || name !== "subscribe") return undefined;
    const query = this.#subscribe(texts as Texts);
    this.#show([{ query, error: { message: this.#hopeless } }]);
    return query;
  }

  #post(call: Call): void {
    if (this.#calls.push(call) === 1) queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    const calls = this.#calls;
    this.#calls = [];
    if (calls.length === 0 || !this.#isUp) return;
    try {
      this.#thread?.call(this.#era, ++this.#batch, calls);
    } catch (error) {
      this.#die(error);
      return;
    }
    const gone = this.#subscriptions.tidy().map((query) => ({ query, gone: true as const }));
    if (gone.length > 0) this.#owner.run(() => this.#show(gone));
  }

  #newThread(): CoreThread {
    return new CoreThread(this.#setUp, (message, frame) => {
      try {
        this.#hear(message, frame);
      } catch (error) {
        this.#die(error);
      }
    });
  }

  #hear(message: ToPage, frame = ""): void {
    this.#hasSpoken ||= !("dead" in message);
    if ("events" in message) this.#take(message, frame);
    else if ("value" in message) this.#takeValue(message.value);
    else if ("trace" in message) this.#owner.trace(() => message.trace);
    else if ("restarted" in message) this.#begin();
    else if ("failed" in message) this.#fail(new Error(message.failed), message.era);
    else this.#die(new Error(message.dead));
  }

  /** Nothing of it is told where it cannot be read to its end. */
  #take({ done, events }: Said, frame: string): void {
    for (const event of events) if ("record" in event) complete(event.record, frame);
    const hasTaken = this.#requests.take(done);
    this.#owner.run(() => {
      for (const event of events) this.#read(event, done);
      // The core says nothing of a request that it refuses at once.
      if (hasTaken) this.#events.push({ connectionState: this.#requests.state() });
    });
    for (const query of this.#credentials.toAsk(done)) this.#post(["value", query]);
  }

  #read(event: ClientEvent, done: number): void {
    if (!this.#credentials.admit(event, done)) return;
    this.#events.push(
      "connectionState" in event
        ? { connectionState: this.#requests.state(event.connectionState) }
        : event,
    );
  }

  #takeValue(change: QueryChange): void {
    this.#answered = change.query;
    this.#owner.run(() => this.#show([change]));
    this.#answered = undefined;
  }

  #show(queries: QueryChange[]): void {
    if (queries.length === 0) return;
    this.#events.push({ record: { identity: null, queries, dropped: [], settled: [] } });
  }

  #begin(): void {
    this.#isUp = true;
    this.#owner.restarted();
  }

  #fail(error: unknown, era: number): void {
    this.#isUp = false;
    this.#era = era;
    this.#calls = [];
    this.#subscriptions = new Subscriptions();
    this.#requests = new Requests();
    this.#credentials = new Credentials();
    this.#owner.failed(error);
  }

  /** Another worker may do better. Its time is set first: who hears of the failure may close the client. */
  #die(error: unknown): void {
    this.#thread?.kill();
    this.#thread = undefined;
    if (this.#hasSpoken) this.#restarts.schedule(() => this.#restart());
    this.#fail(error, 0);
    if (!this.#hasSpoken) this.#giveUp(error);
  }

  /** What keeps the first one from running, as a policy does, keeps all. */
  #giveUp(error: unknown): void {
    if (this.#isFreed) return;
    this.#hopeless = error instanceof Error ? error.message : String(error);
    this.#owner.restarted();
  }

  #restart(): void {
    try {
      this.#thread = this.#newThread();
    } catch (error) {
      this.#die(error);
      return;
    }
    this.#batch = 0;
    this.#begin();
  }
}

type Texts = (string | undefined)[];

/** What a method calls, which is given no core. */
function callOf(method: CoreCall): Call {
  let found: Call = [""];
  const call = (...all: Call) => {
    found = all;
  };
  const client = { call, start: (...options: unknown[]) => call("start", ...options) };
  method(client as unknown as CoreClient, undefined as never);
  return found;
}
