/**
 * The ids of queries in the worker: the page's and the core's.
 *
 * Owns: which stands for which. Leaves to others: giving them (`js/worker/subscriptions.ts`, the core).
 */

import type { QueryChange, TransitionRecord } from "../../js/records.js";

interface Known {
  query: number;
  /** The error that is shown, which the core does not keep as it was said. */
  error?: QueryChange["error"];
}

/** Those of one core. */
export class Queries {
  readonly #byCore = new Map<number, Known>();
  readonly #byPage = new Map<number, number>();

  /** The page's query is the core's `id`. Whether the page had another one for it, of which it knows nothing any more. */
  tie(query: number, id: number): boolean {
    const known = this.#byCore.get(id);
    this.#byCore.set(id, { ...known, query });
    this.#byPage.set(query, id);
    if (known === undefined || known.query === query) return false;
    this.#byPage.delete(known.query);
    return true;
  }

  /** The core's id of a page's query; undefined where it has let go of it. */
  idOf(query: number): number | undefined {
    return this.#byPage.get(query);
  }

  /** The error that is shown for the core's query. */
  errorOf(id: number): QueryChange["error"] {
    return this.#byCore.get(id)?.error;
  }

  /** A record, for the page. */
  sent(record: TransitionRecord): TransitionRecord {
    const { sets, queries } = record;
    return {
      ...record,
      ...(sets && { sets: sets.map((id) => this.#sentChange({ query: id }).query) }),
      queries: queries.map((change) => this.#sentChange(change)),
    };
  }

  /** What the page does not know it does not hear of: no query has this id. */
  #sentChange(change: QueryChange): QueryChange {
    const { query: id } = change;
    const known = this.#byCore.get(id);
    if (known === undefined) return { query: -1 };
    if (change.error) known.error = change.error;
    else if (change.logLines === undefined || change.whole || change.loading) delete known.error;
    if (!change.gone) return { ...change, query: known.query };
    this.#byCore.delete(id);
    if (this.#byPage.get(known.query) === id) this.#byPage.delete(known.query);
    // Where it is gone from the page is the page's to say: it may be watched again by now.
    return { query: known.query, loading: true };
  }
}
