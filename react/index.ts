"use client";
/**
 * Convex for React: what `lentil/react` exports. No code here.
 */

export type { ClientOptions as ConvexReactClientOptions } from "../js/browser/client_options.js";
export type { ConnectionState } from "../js/connection_state.js";
export type { OptimisticLocalStore, OptimisticUpdate } from "../js/optimistic.js";
export type { Preloaded } from "../js/preloaded.js";
export { ConvexProvider, useConvex } from "./convex_provider.js";
export {
  ConvexReactClient,
  type MutationOptions,
  type Watch,
  type WatchQueryOptions,
} from "./convex_react_client.js";
export { type ReactAction, useAction } from "./use_action.js";
export { useConvexConnectionState } from "./use_convex_connection_state.js";
export { type ReactMutation, useMutation } from "./use_mutation.js";
export { usePreloadedQuery } from "./use_preloaded_query.js";
export { type OptionalRestArgsOrSkip, useQuery } from "./use_query.js";
