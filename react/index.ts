"use client";
/**
 * Convex for React: what `lentil/react` exports. No code here.
 */

export type { AuthTokenFetcher } from "../js/browser/auth_source.js";
export type { ConnectionState } from "../js/connection_state.js";
export type { OptimisticLocalStore, OptimisticUpdate } from "../js/optimistic.js";
export type { Preloaded } from "../js/preloaded.js";
export { convexQueryOptions, type QueryOptions } from "../js/query_options.js";
export { Authenticated, AuthLoading, AuthRefreshing, Unauthenticated } from "./auth_helpers.js";
export { type ConvexAuthState, useConvexAuth } from "./auth_state.js";
export { ConvexProvider, useConvex } from "./convex_provider.js";
export { ConvexProviderWithAuth } from "./convex_provider_with_auth.js";
export {
  ConvexReactClient,
  type ConvexReactClientOptions,
  type MutationOptions,
  type Watch,
  type WatchQueryOptions,
} from "./convex_react_client.js";
export {
  insertAtBottomIfLoaded,
  insertAtPosition,
  insertAtTop,
  optimisticallyUpdateValueInPaginatedQuery,
} from "./optimistic_pagination.js";
export { resetPaginationId } from "./page_state.js";
export type {
  PaginatedQueryArgs,
  PaginatedQueryItem,
  PaginatedQueryReference,
  PaginationStatus,
  UsePaginatedQueryInternalResult,
  UsePaginatedQueryObjectReturnType,
  UsePaginatedQueryOptions,
  UsePaginatedQueryResult,
  UsePaginatedQueryReturnType,
} from "./pagination_types.js";
export type { QueryRow } from "./query_rows.js";
export { type ReactAction, useAction } from "./use_action.js";
export { useConvexConnectionState } from "./use_convex_connection_state.js";
export { type ReactMutation, useMutation } from "./use_mutation.js";
export {
  includePage,
  page,
  usePaginatedQuery,
  usePaginatedQueryInternal,
} from "./use_paginated_query.js";
export { usePaginatedQuery_experimental } from "./use_paginated_query_experimental.js";
export { usePreloadedQuery } from "./use_preloaded_query.js";
export { type RequestForQueries, useQueries } from "./use_queries.js";
export { type OptionalRestArgsOrSkip, useQuery } from "./use_query.js";
export { type UseQueryResult, useQuery_experimental } from "./use_query_experimental.js";
export { type ListQuery, type RowsOf, useQueryRows, useRow } from "./use_query_rows.js";
export { useSubscription } from "./use_subscription.js";
