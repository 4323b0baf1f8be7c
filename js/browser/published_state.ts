/**
 * The connection state as apps hear of it.
 *
 * Owns: its listeners; they hear once per turn of the event loop, however often it changed.
 */

import {
  type ConnectionState,
  INITIAL_CONNECTION_STATE,
  toConnectionState,
} from "../connection_state.js";
import type { ConnectionStateRecord } from "../records.js";
import type { WorkList } from "../work_list.js";

/** The state of one client's connection. */
export class PublishedState {
  readonly #work: WorkList;
  readonly #listeners = new Set<{ hear(state: ConnectionState): void }>();
  #current: ConnectionState = INITIAL_CONNECTION_STATE;
  #earlier: ConnectionState = INITIAL_CONNECTION_STATE;
  #scheduled = false;
  #awaitsAnswer = false;

  constructor(work: WorkList) {
    this.#work = work;
  }

  /** The same object until it changes. */
  get current(): ConnectionState {
    return this.#current;
  }

  /** Whether the server has yet to answer a request. */
  get awaitsAnswer(): boolean {
    return this.#awaitsAnswer;
  }

  /** Calls `hear` after each change. Returns an unsubscribe. */
  subscribe(hear: (state: ConnectionState) => void): () => void {
    const listener = { hear };
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Takes a new state. */
  publish(record: ConnectionStateRecord): void {
    const { hasEverConnected, connectionCount } = this.#earlier;
    this.#awaitsAnswer = record.timeOfOldestInflightRequest !== null;
    this.#current = toConnectionState({
      ...record,
      hasEverConnected: hasEverConnected || record.hasEverConnected,
      connectionCount: connectionCount + record.connectionCount,
    });
    this.#tell();
  }

  /** The core is gone, and the connection with it; the next one counts on. */
  restart(): void {
    this.#earlier = this.#current;
    this.publish(INITIAL_CONNECTION_STATE);
  }

  #tell(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#work.enter(() => {
        for (const listener of this.#listeners) {
          this.#work.push(() => listener.hear(this.#current));
        }
      });
    });
  }

  /** Nobody hears any more. */
  clear(): void {
    this.#listeners.clear();
  }
}
