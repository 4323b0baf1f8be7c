/**
 * A query with its arguments as one object.
 *
 * Owns: the type, and the function that lets TypeScript infer it.
 */

import type { FunctionArgs } from "convex/server";
import type { Reference } from "./reference.js";

/** A query and its arguments. */
export type QueryOptions<Query extends Reference<"query">> = {
  query: Query;
  args: FunctionArgs<Query>;
};

/** The same object, with its query's own type. */
export function convexQueryOptions<Query extends Reference<"query">>(
  options: QueryOptions<Query>,
): QueryOptions<Query> {
  return options;
}
