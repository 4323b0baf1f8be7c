/**
 * Convex without a framework: what `lentil/browser` exports. No code here.
 */

export type { ConnectionState } from "../connection_state.js";
export type { QueryToken } from "../functions.js";
export type { OptimisticLocalStore, OptimisticUpdate } from "../optimistic.js";
export { ConvexHttpClient, type HttpMutationOptions } from "./http_client.js";
export { convexQueryOptions, type QueryOptions } from "./query_options.js";
