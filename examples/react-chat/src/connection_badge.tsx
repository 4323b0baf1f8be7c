// What the client knows of its connection, in words: connected or not, and writes under way.

import { useConvexConnectionState } from "lentil/react";

const LABELS = {
  connecting: "Connecting…",
  connected: "Connected",
  reconnecting: "Reconnecting…",
};

export function ConnectionBadge() {
  const connection = useConvexConnectionState();
  const pending = connection.inflightMutations + connection.inflightActions;
  const state = connection.isWebSocketConnected
    ? "connected"
    : connection.hasEverConnected
      ? "reconnecting"
      : "connecting";

  return (
    <p
      className="badge"
      role="status"
      data-testid="connection"
      data-state={state}
      data-pending={pending}
    >
      <span className="dot" aria-hidden="true" />
      {LABELS[state]}
      {pending > 0 && <span className="pending"> · {pending} to save</span>}
    </p>
  );
}
