/**
 * What an app may know of the connection.
 *
 * Owns: the public shape (npm convex's `ConnectionState`).
 */

import type { ConnectionStateRecord } from "./records.js";

/** A snapshot of the connection. */
export interface ConnectionState
  extends Omit<ConnectionStateRecord, "timeOfOldestInflightRequest"> {
  /** When the oldest request without an answer was made. */
  timeOfOldestInflightRequest: Date | null;
}

/** Before anything happened. */
export const INITIAL_CONNECTION_STATE: ConnectionState & ConnectionStateRecord = {
  hasInflightRequests: false,
  isWebSocketConnected: false,
  hasEverConnected: false,
  connectionCount: 0,
  connectionRetries: 0,
  timeOfOldestInflightRequest: null,
  inflightMutations: 0,
  inflightActions: 0,
};

/** The public shape of what the core says. */
export function toConnectionState(record: ConnectionStateRecord): ConnectionState {
  const ms = record.timeOfOldestInflightRequest;
  // Requests that are answered and wait for their transition alone have no age.
  const oldest = record.hasInflightRequests ? new Date(ms ?? Date.now()) : null;
  return { ...record, timeOfOldestInflightRequest: oldest };
}
