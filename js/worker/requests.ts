/**
 * The requests of a page as the core counts them.
 *
 * Owns: their ids, given before the core knows of them; the connection state as it is with those that are on their way to
 * it. Leaves to others: what becomes of them (the core).
 */

import { INITIAL_CONNECTION_STATE } from "../connection_state.js";
import type { ConnectionStateRecord } from "../records.js";

interface Request {
  isAction: boolean;
  /** In ms since the epoch. */
  at: number;
  batch: number;
}

/** Those of one core. */
export class Requests {
  /** Those that the core has not taken yet, as far as is known here. */
  #onTheirWay: Request[] = [];
  #next = 0;
  #said: ConnectionStateRecord = INITIAL_CONNECTION_STATE;

  /** The id of a new one, which goes out with this batch of calls. */
  add(isAction: boolean, batch: number): number {
    this.#onTheirWay.push({ isAction, at: Date.now(), batch });
    return this.#next++;
  }

  /** The batches up to this one have been done. Whether any was among them. */
  take(done: number): boolean {
    const left = this.#onTheirWay.filter(({ batch }) => batch > done);
    const hasTaken = left.length < this.#onTheirWay.length;
    this.#onTheirWay = left;
    return hasTaken;
  }

  /** The state with those that the core does not know of; `said`: what it said of it last. */
  state(said = this.#said): ConnectionStateRecord {
    this.#said = said;
    const [first] = this.#onTheirWay;
    if (first === undefined) return said;
    const actions = this.#onTheirWay.filter(({ isAction }) => isAction).length;
    return {
      ...said,
      hasInflightRequests: true,
      timeOfOldestInflightRequest: said.timeOfOldestInflightRequest ?? first.at,
      inflightMutations: said.inflightMutations + this.#onTheirWay.length - actions,
      inflightActions: said.inflightActions + actions,
    };
  }
}
