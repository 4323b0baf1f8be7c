/**
 * Preloaded queries: a result that travels from server to client.
 *
 * Owns: the payload's shape, which is npm convex's. Leaves to others: fetching (`nextjs/`), going live (`react/`).
 */

import type { FunctionReference } from "convex/server";

/** What `preloadQuery` gives and `usePreloadedQuery` takes; plain JSON inside, whatever the types say. */
export type Preloaded<Query extends FunctionReference<"query">> = {
  __type: Query;
  _name: string;
  _argsJSON: string;
  _valueJSON: string;
};
