/**
 * Preloaded queries: a result that travels from server to client.
 *
 * Owns: the payload's shape, which is npm convex's. Leaves to others: fetching (`nextjs/`), going live (`react/`).
 */

import type { Reference } from "./reference.js";

/** What `preloadQuery` gives and `usePreloadedQuery` takes; plain JSON inside, whatever the types say. */
export type Preloaded<Query extends Reference<"query">> = {
  __type: Query;
  _name: string;
  _argsJSON: string;
  _valueJSON: string;
};

/** Whether the query ran for a user. It says so beside npm convex's fields, which the types leave as they are. */
export function isForUser(preloaded: object): boolean {
  return "_isForUser" in preloaded;
}
