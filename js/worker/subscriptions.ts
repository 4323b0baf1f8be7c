/**
 * The queries that a page watches, by ids of its own.
 *
 * Owns: which query has which id, how many watch it. Leaves to others: their results. The worker's side is
 * `worker/thread/queries.ts`.
 */

interface Subscription {
  readonly query: number;
  readonly key: string;
  watchers: number;
}

/** Those of one core. */
export class Subscriptions {
  readonly #byKey = new Map<string, Subscription>();
  readonly #byId = new Map<number, Subscription>();
  #next = 0;

  /** One more watches the query of this key. `isFirst`: the core is to be told. */
  add(key: string): { query: number; isFirst: boolean } {
    const found = this.#byKey.get(key) ?? this.#new(key);
    return { query: found.query, isFirst: found.watchers++ === 0 };
  }

  /** One watches it no more. True where nobody does and the core is to be told. */
  remove(query: number): boolean {
    const found = this.#byId.get(query);
    return found !== undefined && --found.watchers === 0;
  }

  /** Forgets those that nobody watches: which. Who watches one later finds it new, as with a core at the end of a turn. */
  tidy(): number[] {
    const gone = [...this.#byId.values()].filter(({ watchers }) => watchers === 0);
    for (const { query, key } of gone) {
      this.#byKey.delete(key);
      this.#byId.delete(query);
    }
    return gone.map(({ query }) => query);
  }

  /** All of them. */
  ids(): number[] {
    return [...this.#byId.keys()];
  }

  #new(key: string): Subscription {
    const subscription = { query: this.#next++, key, watchers: 0 };
    this.#byKey.set(key, subscription);
    this.#byId.set(subscription.query, subscription);
    return subscription;
  }
}
