/**
 * Convex without a framework: what `lentil/browser` exports. No code here.
 */

export type { UserIdentityAttributes } from "convex/server";
export type { AuthTokenFetcher } from "../browser/auth_source.js";
export type { ConnectionState } from "../connection_state.js";
export type { QueryToken } from "../functions.js";
export type { OptimisticLocalStore, OptimisticUpdate } from "../optimistic.js";
export type { PaginationStatus } from "../pagination.js";
export { convexQueryOptions, type QueryOptions } from "../query_options.js";
export {
  BaseConvexClient,
  type BaseConvexClientInterface,
  type BaseConvexClientOptions,
  type MutationOptions,
  type QueryJournal,
  type SubscribeOptions,
} from "./base_client.js";
export { ConvexClient, type ConvexClientOptions } from "./convex_client.js";
export { ConvexHttpClient, type HttpMutationOptions } from "./http_client.js";
export type { FunctionResult } from "./transitions.js";
