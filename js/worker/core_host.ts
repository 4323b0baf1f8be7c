/**
 * What `lentil/worker` has in place of `js/browser/core_host.ts`: the core is in a worker.
 *
 * Owns: calls on their way to it, what it said, failures of it and of its worker. Leaves to others: ids
 * (`subscriptions.ts`, `requests.ts`), the worker (`core_thread.ts`), and all that a core asks of the platform, which the
 * worker does by the other `CoreHost`.
 *
 * Calls are answered at once, by ids that are known here. They are sent at the end of the turn, all together, for the
 * core makes up what is to be sent to the server at the end of its own.
 */

import { complete } from "../browser/complete.js";
import type { CoreCall, CoreClient, CoreOwner } from "../browser/core_host.js";
import { Restarts } from "../browser/restarts.js";
import { onReturn } from "../browser/return_signs.js";
import type { ClientEvent, QueryChange } from "../records.js";
import { CoreThread } from "./core_thread.js";
import type { Call, Said, SentEvent, ToPage } from "./messages.js";
import { Requests } from "./requests.js";
import { Subscriptions } from "./subscriptions.js";

/** The core of one client. Its members are those of the other `CoreHost`. */
export class CoreHost {
  readonly #owner: CoreOwner;
  readonly #address: string;
  readonly #isTraced: boolean;
  readonly #restarts = new Restarts();
  readonly #stopHearing: () => void;
  #thread: CoreThread | undefined;
  /** There is a core, or one that begins. */
  #isUp = true;
  #era = 0;
  #subscriptions = new Subscriptions();
  #requests = new Requests();
  #calls: Call[] = [];
  #events: ClientEvent[] = [];
  /** The query whose whole value was asked for and is being taken. */
  #answered: number | undefined;

  /** @throws when no worker can be made here */
  constructor(address: string, _webSocket: typeof WebSocket, owner: CoreOwner) {
    this.#address = address;
    this.#owner = owner;
    let isTraced = false;
    owner.trace(() => {
      isTraced = true;
      return "the core is in a worker";
    });
    this.#isTraced = isTraced;
    this.#thread = this.#newThread();
    this.#stopHearing = onReturn(({ type }) => this.#thread?.wake(type));
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  call(method: CoreCall): number | undefined {
    if (!this.#isUp) return undefined;
    const call = callOf(method);
    const [name, number] = call;
    if (name === "subscribe") return this.#subscribe(call.slice(2) as Texts);
    if (name === "unsubscribe" && !this.#subscriptions.remove(number as number)) return 0;
    this.#post(call);
    if (name !== "mutate" && name !== "act") return 0;
    const id = this.#requests.add(name === "act");
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
    this.#isUp = false;
    this.#restarts.cancel();
    this.#flush();
    this.#thread?.leave();
    this.#thread = undefined;
    this.#stopHearing();
  }

  #subscribe(texts: Texts): number {
    const [path, args, , component] = texts;
    const { query, isFirst, time } = this.#subscriptions.add(
      JSON.stringify([path, args, component]),
    );
    if (isFirst) this.#post(["subscribe", query, time, ...texts]);
    return query;
  }

  #post(call: Call): void {
    if (this.#calls.push(call) === 1) queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    const calls = this.#calls;
    this.#calls = [];
    if (calls.length > 0) this.#thread?.call(this.#era, calls);
  }

  #newThread(): CoreThread {
    const setUp = { address: this.#address, isTraced: this.#isTraced };
    return new CoreThread(setUp, (message, frame) => this.#hear(message, frame));
  }

  #hear(message: ToPage, frame: string): void {
    if ("events" in message) this.#take(message, frame);
    else if ("value" in message) this.#takeValue(message.value);
    else if ("trace" in message) this.#owner.trace(() => message.trace);
    else if ("restarted" in message) this.#begin();
    else if ("failed" in message) this.#fail(new Error(message.failed));
    else this.#die(new Error(message.dead));
  }

  #take({ taken, events }: Said, frame: string): void {
    this.#requests.take(taken);
    this.#owner.run(() => {
      for (const event of events) this.#events.push(this.#read(event, frame));
    });
  }

  #takeValue(change: QueryChange): void {
    this.#answered = change.query;
    const record = { identity: null, queries: [change], dropped: [], settled: [] };
    this.#owner.run(() => this.#events.push({ record }));
    this.#answered = undefined;
  }

  #read(event: SentEvent, frame: string): ClientEvent {
    if ("connectionState" in event)
      return { connectionState: this.#requests.state(event.connectionState) };
    if (!("record" in event)) return event;
    const { record } = event;
    complete(record, frame);
    record.queries = record.queries.map((change) => this.#subscriptions.taken(change));
    return { record };
  }

  #begin(): void {
    this.#isUp = true;
    this.#owner.restarted();
  }

  #fail(error: unknown): void {
    this.#isUp = false;
    this.#era++;
    this.#calls = [];
    this.#subscriptions = new Subscriptions();
    this.#requests = new Requests();
    this.#owner.failed(error);
  }

  /** Another worker may do better. */
  #die(error: unknown): void {
    this.#thread?.kill();
    this.#thread = undefined;
    this.#fail(error);
    this.#restarts.schedule(() => this.#restart());
  }

  #restart(): void {
    this.#era = 0;
    try {
      this.#thread = this.#newThread();
    } catch (error) {
      this.#die(error);
      return;
    }
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
