/**
 * A core in a worker, as its page has it: the worker's side of `js/worker/core_host.ts`.
 *
 * Owns: what the page says and hears. Leaves to others: the core and its platform (`js/browser/core_host.ts`), the page's
 * ids of queries (`queries.ts`).
 */

import { type CoreCall, CoreHost } from "../../js/browser/core_host.js";
import { earlySocket } from "../../js/browser/early_socket.js";
import type { ClientEvent } from "../../js/records.js";
import type {
  Call,
  SentEvent,
  SetUp,
  SubscribeArgs,
  ToPage,
  ToWorker,
} from "../../js/worker/messages.js";
import { giveCore } from "./given_core.js";
import { Queries } from "./queries.js";

/** The core of one page's client. */
export class ServedCore {
  readonly #say: (message: ToPage) => void;
  #host: CoreHost | undefined;
  #era = 0;
  #queries = new Queries();
  /** The requests that this core has taken, and how many of them the page was told of. */
  #taken = 0;
  #told = 0;

  /** `say` reaches the page. */
  constructor(say: (message: ToPage) => void) {
    this.#say = say;
  }

  /** Does what the page says. */
  take(message: ToWorker): void {
    if ("end" in message) this.#host?.free();
    else if ("sign" in message) dispatchEvent(new Event(message.sign));
    else if (message.setUp) this.#start(message.setUp, message.era, message.calls);
    else this.#callAll(message.era, message.calls);
  }

  #start({ address, core, isTraced }: SetUp, era: number, calls: Call[]): void {
    giveCore(core);
    const early = earlySocket(address, undefined);
    try {
      this.#host = new CoreHost(early.url, early.webSocket, {
        run: (action) => this.#run(action),
        failed: (error) => this.#fail(error),
        restarted: () => this.#say({ restarted: true }),
        trace: (describe) => isTraced && this.#say({ trace: describe() }),
      });
      this.#callAll(era, calls);
    } catch (dead) {
      this.#say({ dead: dead instanceof Error ? dead.message : String(dead) });
    } finally {
      early.letGo();
    }
  }

  /** What is said to a core that is gone is not said to the next one. */
  #callAll(era: number, calls: Call[]): void {
    this.#run(() => {
      for (const call of calls) if (era === this.#era) this.#call(call);
    });
  }

  #call([name, ...args]: Call): void {
    const [number, ...texts] = args as [number: number, ...texts: Texts];
    const query = this.#queries.idOf(number);
    // First: where the core fails in the call, the next one has taken none.
    if (name === "mutate" || name === "act") this.#taken++;
    if (name === "start") this.#enter((client) => client.start(...(args as StartOptions)));
    else if (name === "subscribe") this.#subscribe(...(args as SubscribeArgs));
    else if (name === "value") this.#tellValue(number, query);
    else if (name !== "unsubscribe")
      this.#enter((client) => (client.call as AnyCall)(name, number, ...texts));
    else if (query !== undefined) this.#enter((client) => client.call("unsubscribe", query));
  }

  #enter(method: CoreCall): number | undefined {
    return this.#host?.call(method);
  }

  #subscribe(...[query, time, ...texts]: SubscribeArgs): void {
    const id = this.#enter((client) => (client.call as AnyCall)("subscribe", 0, ...texts));
    if (id !== undefined) this.#queries.tie(query, time, id);
  }

  #tellValue(query: number, id: number | undefined): void {
    if (id === undefined) return;
    const whole = this.#host?.read((client) => client.call("value", id));
    this.#tell();
    if (whole) this.#say({ value: { query, whole: JSON.parse(whole) } });
  }

  #run(action: () => void): void {
    action();
    this.#tell();
  }

  /** The page hears what the core said. */
  #tell(): void {
    const events = (this.#host?.events() ?? []).map((event) => this.#sent(event));
    if (events.length === 0 && this.#told === this.#taken) return;
    this.#told = this.#taken;
    this.#say({ taken: this.#taken, events });
  }

  #sent(event: ClientEvent): SentEvent {
    if (!("record" in event)) return event;
    return { record: this.#queries.sent(event.record) };
  }

  #fail(error: unknown): void {
    this.#tell();
    this.#era++;
    this.#queries = new Queries();
    this.#taken = this.#told = 0;
    this.#say({ failed: textOf(error) });
  }
}

/** With the place, which is all that there is to find the mistake by. */
const textOf = (error: unknown) => (error instanceof Error && error.stack) || String(error);

type Texts = (string | undefined)[];
type AnyCall = (name: string, number: number, ...texts: Texts) => string | undefined;
type StartOptions = Parameters<Parameters<CoreCall>[0]["start"]>;
