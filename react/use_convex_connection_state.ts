"use client";
/**
 * The connection, live.
 */

import { useCallback, useSyncExternalStore } from "react";
import { type ConnectionState, INITIAL_CONNECTION_STATE } from "../js/connection_state.js";
import { useClient } from "./convex_provider.js";

/** The connection's state; on a server, the state before anything happened. */
export function useConvexConnectionState(): ConnectionState {
  const client = useClient("useConvexConnectionState");
  const subscribe = useCallback(
    (onChange: () => void) => client.subscribeToConnectionState(onChange),
    [client],
  );
  return useSyncExternalStore(
    subscribe,
    () => client.connectionState(),
    () => INITIAL_CONNECTION_STATE,
  );
}
