/**
 * The requests of a page as the core counts them.
 *
 * Owns: their ids, given before the core knows of them; the connection state as it is with those that are on their way to
 * it. Leaves to others: what becomes of them (the core).
 */

import { INITIAL_CONNECTION_STATE } from "../connection_state.js";
import type { ConnectionStateRecord } from "../records.js";

/** Those of one core. */
export class Requests {
  /** When each was made that the core has not taken yet, as far as is known here; and what it is. */
  readonly #onTheirWay: { isAction: boolean; at: number }[] = [];
  #taken = 0;
  #said: ConnectionStateRecord = INITIAL_CONNECTION_STATE;

  /** The id of a new one. */
  add(isAction: boolean): number {
    return this.#taken + this.#onTheirWay.push({ isAction, at: Date.now() }) - 1;
  }

  /** The core has taken so many. */
  take(count: number): void {
    this.#onTheirWay.splice(0, count - this.#taken);
    this.#taken = count;
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
