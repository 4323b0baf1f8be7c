"use client";
// The notes, and every hook once: what Next.js renders ahead of time may read no clock and draw no number.

import {
  AuthLoading,
  useAction,
  useConvexAuth,
  useConvexConnectionState,
  useMutation,
  usePaginatedQuery,
  usePaginatedQuery_experimental,
  usePreloadedQuery,
  useQueries,
  useQuery,
} from "lentil/react";

export function Notes({ preloaded }) {
  return <p data-testid="notes">{usePreloadedQuery(preloaded).join()}</p>;
}

export function Hooks() {
  const options = { initialNumItems: 1 };
  const shown = [
    useQuery("headlines:current", {}),
    useQueries({ headline: { query: "headlines:current", args: {} } }).headline,
    useConvexAuth().isLoading,
    useConvexConnectionState().isWebSocketConnected,
    usePaginatedQuery("none:pages", "skip", options).status,
    usePaginatedQuery_experimental("none:pages", "skip", options).status,
    typeof useMutation("headlines:write"),
    typeof useAction("none:act"),
  ];
  return (
    <p data-testid="hooks">
      {shown.map(String).join()}
      <AuthLoading>, signing in</AuthLoading>
    </p>
  );
}
