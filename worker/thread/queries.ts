/**
 * The ids of queries in the worker: the page's and the core's.
 *
 * Owns: which stands for which. Leaves to others: giving them (`js/worker/subscriptions.ts`, the core).
 */

import type { QueryChange, TransitionRecord } from "../../js/records.js";
import type { SentChange, SentRecord } from "../../js/worker/messages.js";

/** Those of one core. */
export class Queries {
  readonly #byCore = new Map<number, Known>();
  readonly #byPage = new Map<number, number>();

  /** The page's query, watched for the so many-th time, is the core's `id`. */
  tie(query: number, time: number, id: number): void {
    this.#byCore.set(id, { query, time });
    this.#byPage.set(query, id);
  }

  /** The core's id of a page's query; undefined where it has let go of it. */
  idOf(query: number): number | undefined {
    return this.#byPage.get(query);
  }

  /** A record, for the page. */
  sent(record: TransitionRecord): SentRecord {
    const { sets, queries } = record;
    return {
      ...record,
      ...(sets && { sets: sets.map((id) => this.#known(id).query) }),
      queries: queries.map((change) => this.#sentChange(change)),
    };
  }

  #sentChange(change: QueryChange): SentChange {
    const { query, time } = this.#known(change.query);
    if (!change.gone) return { ...change, query };
    this.#byCore.delete(change.query);
    if (this.#byPage.get(query) === change.query) this.#byPage.delete(query);
    return { ...change, query, time };
  }

  #known(id: number): Known {
    return this.#byCore.get(id) as Known;
  }
}

interface Known {
  query: number;
  time: number;
}
