/**
 * Optimistic updates: the public types, and the store that an update sees.
 *
 * Owns: reading through to what is visible, collecting what an update sets. Leaves to others: the order of layers
 * and when they fall (the core), replaying them (`view_store.ts`).
 */

import type { FunctionArgs, FunctionReturnType, OptionalRestArgs } from "convex/server";
import type { Value } from "convex/values";
import type { QueryToken } from "./functions.js";
import { canonicalPath, encodeArgs, functionName, parseArgs, queryToken } from "./functions.js";
import type { Reference } from "./reference.js";

/** The results as an optimistic update sees and changes them. Values are not to be changed in place. */
export interface OptimisticLocalStore {
  /** The visible result; undefined while loading, failed, or not subscribed. */
  getQuery<Query extends Reference<"query">>(
    query: Query,
    ...args: OptionalRestArgs<Query>
  ): undefined | FunctionReturnType<Query>;
  /** All visible results of a query, whatever the arguments. */
  getAllQueries<Query extends Reference<"query">>(
    query: Query,
  ): { args: FunctionArgs<Query>; value: undefined | FunctionReturnType<Query> }[];
  /** Shows this result until the mutation is done; undefined shows it as loading. */
  setQuery<Query extends Reference<"query">>(
    query: Query,
    args: FunctionArgs<Query>,
    value: undefined | FunctionReturnType<Query>,
  ): void;
}

/** A pure, synchronous function: it runs again whenever new results come under it. */
export type OptimisticUpdate<Args extends Record<string, Value>> = (
  localQueryStore: OptimisticLocalStore,
  args: Args,
) => void;

/** One result as layers see it. */
export interface LayeredQuery {
  path: string;
  args: Record<string, Value>;
  value: unknown;
}

/** What `localStore` needs of the view store. */
export interface LayerTarget {
  /** The result with the layers below; undefined when there is none to see. */
  read(token: QueryToken): LayeredQuery | undefined;
  /** All of them. */
  all(): Iterable<LayeredQuery>;
  write(token: QueryToken, query: LayeredQuery): void;
}

/** The store given to an update. */
export function localStore(target: LayerTarget): OptimisticLocalStore {
  const find = (query: unknown, args: unknown) => {
    const name = functionName(query);
    const parsed = parseArgs(args);
    return { path: canonicalPath(name), args: parsed, token: queryToken(name, encodeArgs(parsed)) };
  };
  const store = {
    getQuery(query: unknown, args: unknown) {
      return target.read(find(query, args).token)?.value;
    },
    getAllQueries(query: unknown) {
      const path = canonicalPath(functionName(query));
      return [...target.all()]
        .filter((entry) => entry.path === path)
        .map(({ args, value }) => ({ args, value }));
    },
    setQuery(query: unknown, args: unknown, value: unknown) {
      const { token, path, args: parsed } = find(query, args);
      target.write(token, { path, args: parsed, value });
    },
  };
  return store as OptimisticLocalStore;
}
