/**
 * The connection of a test: there from the start, and otherwise as the test says.
 *
 * Owns: its state, who hears of it, how many requests are under way.
 */

import { type ConnectionState, INITIAL_CONNECTION_STATE } from "../../js/connection_state.js";
import type { WorkList } from "../../js/work_list.js";

type Kind = "mutation" | "action";

const CONNECTED: ConnectionState = {
  ...INITIAL_CONNECTION_STATE,
  isWebSocketConnected: true,
  hasEverConnected: true,
  connectionCount: 1,
};

/** The connection of one test. */
export class TestConnection {
  readonly #work: WorkList;
  readonly #listeners = new Set<{ hear(state: ConnectionState): void }>();
  readonly #inFlight = new Map<number, { kind: Kind; since: Date }>();
  #given: Partial<ConnectionState> = {};

  /** The same object until it changes. */
  state = CONNECTED;

  constructor(work: WorkList) {
    this.#work = work;
  }

  /** What the test says, in place of what it would be. */
  set(given: Partial<ConnectionState>): void {
    this.#given = { ...this.#given, ...given };
    this.#tell();
  }

  begin(request: number, kind: Kind): void {
    this.#inFlight.set(request, { kind, since: new Date() });
    this.#tell();
  }

  end(request: number): void {
    this.#inFlight.delete(request);
    this.#tell();
  }

  subscribe(hear: (state: ConnectionState) => void): () => void {
    const listener = { hear };
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Nobody hears any more. */
  clear(): void {
    this.#listeners.clear();
  }

  #tell(): void {
    const requests = [...this.#inFlight.values()];
    const count = (of: Kind) => requests.filter(({ kind }) => kind === of).length;
    this.state = {
      ...CONNECTED,
      hasInflightRequests: requests.length > 0,
      timeOfOldestInflightRequest: requests[0]?.since ?? null,
      inflightMutations: count("mutation"),
      inflightActions: count("action"),
      ...this.#given,
    };
    for (const { hear } of this.#listeners) this.#work.push(() => hear(this.state));
  }
}
