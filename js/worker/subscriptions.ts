/**
 * The queries that a page watches, by ids of its own.
 *
 * Owns: which query has which id, how many watch it, what the end of one means that is watched again meanwhile. Leaves
 * to others: their results. The worker's side is `worker/thread/queries.ts`.
 *
 * An id stays with its query until the core has let go of it and nothing that was said since is on its way: whoever
 * watches it again before that finds what is shown.
 */

import type { QueryChange } from "../records.js";
import type { SentChange } from "./messages.js";

interface Subscription {
  readonly query: number;
  readonly key: string;
  watchers: number;
  /** How many times it began to be watched. */
  times: number;
}

/** Those of one core. */
export class Subscriptions {
  readonly #byKey = new Map<string, Subscription>();
  readonly #byId = new Map<number, Subscription>();
  #next = 0;

  /** One more watches the query of this key. `isFirst`: the core is to be told. */
  add(key: string): { query: number; isFirst: boolean; time: number } {
    const found = this.#byKey.get(key) ?? this.#new(key);
    const isFirst = found.watchers++ === 0;
    if (isFirst) found.times++;
    return { query: found.query, isFirst, time: found.times };
  }

  /** One watches it no more. True where nobody does and the core is to be told. */
  remove(query: number): boolean {
    const found = this.#byId.get(query);
    return found !== undefined && --found.watchers === 0;
  }

  /** What is new of a query, as it is here: one that is watched again since it was gone is loading. */
  taken(change: SentChange): QueryChange {
    if (!change.gone) return change;
    const { query, time } = change;
    const found = this.#byId.get(query);
    if (found === undefined) return change;
    if (time !== found.times) return { query, loading: true };
    this.#byKey.delete(found.key);
    this.#byId.delete(query);
    return change;
  }

  #new(key: string): Subscription {
    const subscription = { query: this.#next++, key, watchers: 0, times: 0 };
    this.#byKey.set(key, subscription);
    this.#byId.set(subscription.query, subscription);
    return subscription;
  }
}
