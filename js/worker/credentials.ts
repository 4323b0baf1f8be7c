/**
 * Who the user is, while the core has not heard of a change yet.
 *
 * Owns: what of the core's words is out of date since the page has said who the user is, or that there is none. Leaves to
 * others: what follows from a change (the core).
 */

import type { ClientEvent, QueryChange } from "../records.js";

/** Those of one core. */
export class Credentials {
  /** With which batch of calls the core hears of the last change, and of the last end. */
  #changedIn = 0;
  #endedIn = 0;
  /** Whose the results were that were taken last; null for nobody. */
  #identity: string | null = null;
  #hidden: number[] = [];

  /** Another source of tokens, or none, goes out with this batch. */
  change(batch: number): void {
    this.#changedIn = batch;
  }

  /** Nobody that was signed in is so any more; that goes out with this batch. The queries that are to be loading from now on. */
  end(batch: number, queries: number[]): QueryChange[] {
    this.change(batch);
    if (this.#identity === null) return [];
    this.#endedIn = batch;
    this.#hidden = queries;
    return queries.map((query) => ({ query, loading: true }));
  }

  /** Takes what was said when so many batches were done. False where it does not hold any more; of results stays what does. */
  admit(event: ClientEvent, done: number): boolean {
    if ("record" in event) this.#take(event.record, done);
    const isOfAuth = "fetchToken" in event || "authenticated" in event || "refreshing" in event;
    return !isOfAuth || done >= this.#changedIn;
  }

  /** Of the queries that were hidden here those of which the core is to say what it shows, once it has heard of the end. */
  toAsk(done: number): number[] {
    if (done < this.#endedIn) return [];
    return this.#hidden.splice(0);
  }

  #take(record: { identity: string | null; queries: QueryChange[] }, done: number): void {
    if (done >= this.#endedIn) this.#identity = record.identity;
    else
      record.queries = record.queries.map((change) =>
        change.gone ? change : { query: change.query, loading: true },
      );
  }
}
