/**
 * A core in a worker, as its page has it: the worker's side of `js/worker/core_host.ts`.
 *
 * Owns: what the page says and hears. Leaves to others: the core and its platform (`js/browser/core_host.ts`), the page's
 * ids of queries (`queries.ts`).
 */

import { type CoreCall, CoreHost } from "../../js/browser/core_host.js";
import { earlySocket } from "../../js/browser/early_socket.js";
import type { ClientEvent } from "../../js/records.js";
import type { Call, SetUp, SubscribeArgs, ToPage, ToWorker } from "../../js/worker/messages.js";
import { takeFrame } from "./complete.js";
import { giveCore } from "./given_core.js";
import { Queries } from "./queries.js";

/** The core of one page's client. */
export class ServedCore {
  readonly #say: (message: ToPage, frame?: string) => void;
  #host: CoreHost | undefined;
  #era = 0;
  /** So many batches of calls have been done. */
  #done = 0;
  #queries = new Queries();

  /** `say` reaches the page, with the frame that a record refers to. */
  constructor(say: (message: ToPage, frame?: string) => void) {
    this.#say = say;
  }

  /** Does what the page says. */
  take(message: ToWorker): void {
    if ("end" in message) this.#host?.free();
    else if ("sign" in message) dispatchEvent(new Event(message.sign));
    else this.#takeCalls(message);
  }

  #takeCalls({ era, batch, calls, setUp }: CallsMessage): void {
    if (setUp && !this.#start(setUp, () => this.#callAll(era, calls))) return;
    if (!setUp) this.#callAll(era, calls);
    this.#done = batch;
    this.#tell(true);
  }

  /** Makes the core, and calls it before its socket says anything. Whether it could be made. */
  #start({ address, core, isTraced }: SetUp, callAll: () => void): boolean {
    giveCore(core);
    const early = earlySocket(address, undefined);
    try {
      this.#host = new CoreHost(early.url, early.webSocket, {
        run: (action) => {
          action();
          this.#tell();
        },
        failed: (error) => this.#fail(error),
        restarted: () => this.#say({ restarted: true }),
        trace: (describe) => isTraced && this.#say({ trace: describe() }),
      });
      callAll();
      return true;
    } catch (error) {
      this.#say({ dead: error instanceof Error ? error.message : String(error) });
      return false;
    } finally {
      early.letGo();
    }
  }

  /** What is said to a core that is gone is not said to the next one. */
  #callAll(era: number, calls: Call[]): void {
    for (const call of calls) if (era === this.#era) this.#call(call);
  }

  #call([name, ...args]: Call): void {
    const [number, ...texts] = args as [number: number, ...texts: Texts];
    const query = this.#queries.idOf(number);
    // What was said of another user, or to another source of tokens, was said before this batch was done.
    if (/auth/i.test(name)) this.#tell();
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

  #subscribe(...[query, ...texts]: SubscribeArgs): void {
    const id = this.#enter((client) => (client.call as AnyCall)("subscribe", 0, ...texts));
    if (id !== undefined && this.#queries.tie(query, id)) this.#tellValue(query, id);
  }

  /** What is shown for a query of which the page knows nothing. */
  #tellValue(query: number, id: number | undefined): void {
    this.#tell();
    if (id === undefined) return;
    const error = this.#queries.errorOf(id);
    const whole = this.#host?.read((client) => client.call("value", id));
    if (error) this.#say({ value: { query, error } });
    else if (whole) this.#say({ value: { query, whole: JSON.parse(whole) } });
  }

  /** The page hears what the core said, or, `always`, that it has said nothing. */
  #tell(always = false): void {
    const events = (this.#host?.events() ?? []).map((event) => this.#sent(event));
    if (events.length > 0 || always) this.#say({ done: this.#done, events }, takeFrame());
  }

  #sent(event: ClientEvent): ClientEvent {
    return "record" in event ? { record: this.#queries.sent(event.record) } : event;
  }

  #fail(error: unknown): void {
    this.#tell();
    this.#queries = new Queries();
    this.#era++;
    this.#say({ failed: textOf(error), era: this.#era });
  }
}

/** With the place, which is all that there is to find the mistake by. */
const textOf = (error: unknown) => (error instanceof Error && error.stack) || String(error);

type CallsMessage = Extract<ToWorker, { calls: Call[] }>;
type Texts = (string | undefined)[];
type AnyCall = (name: string, number: number, ...texts: Texts) => string | undefined;
type StartOptions = Parameters<Parameters<CoreCall>[0]["start"]>;
