/**
 * The types of paginated queries in React; npm convex's. Types only.
 */

import type {
  BetterOmit,
  Expand,
  FunctionArgs,
  FunctionReference,
  FunctionReturnType,
  PaginationOptions,
  PaginationResult,
} from "convex/server";

/** A query that takes `paginationOpts` and gives a page. */
export type PaginatedQueryReference = FunctionReference<
  "query",
  "public",
  { paginationOpts: PaginationOptions },
  // biome-ignore lint/suspicious/noExplicitAny: a page of whatever items
  PaginationResult<any>
>;

/** Its arguments without `paginationOpts`. */
export type PaginatedQueryArgs<Query extends PaginatedQueryReference> = Expand<
  BetterOmit<FunctionArgs<Query>, "paginationOpts">
>;

/** One item of its pages. */
export type PaginatedQueryItem<Query extends PaginatedQueryReference> =
  FunctionReturnType<Query>["page"][number];

/** All pages so far. */
export type UsePaginatedQueryResult<Item> = {
  results: Item[];
  /** Loads another page of about so many items; without effect where one is loading or there is none. */
  loadMore: (numItems: number) => void;
} & (
  | { status: "LoadingFirstPage"; isLoading: true }
  | { status: "CanLoadMore"; isLoading: false }
  | { status: "LoadingMore"; isLoading: true }
  | { status: "Exhausted"; isLoading: false }
);

/** The same of a query. */
export type UsePaginatedQueryReturnType<Query extends PaginatedQueryReference> =
  UsePaginatedQueryResult<PaginatedQueryItem<Query>>;

/** With a failure as a value. */
export type UsePaginatedQueryInternalResult<Item> =
  | UsePaginatedQueryResult<Item>
  | {
      results: Item[];
      status: "Error";
      isLoading: false;
      error: Error;
      loadMore: (numItems: number) => void;
    };

/** How far the pages are loaded. */
// biome-ignore lint/suspicious/noExplicitAny: the status is the same for all items
export type PaginationStatus = UsePaginatedQueryResult<any>["status"];

/** Options of `usePaginatedQuery_experimental` as one object. */
export type UsePaginatedQueryOptions<
  Query extends PaginatedQueryReference,
  ThrowOnError extends boolean = false,
> = {
  query: Query;
  args: PaginatedQueryArgs<Query> | "skip";
  initialNumItems: number;
  /** Throw the query's error instead of giving it. Default: false. */
  throwOnError?: ThrowOnError;
};

/** What `usePaginatedQuery_experimental` gives for such options. */
export type UsePaginatedQueryObjectReturnType<
  Query extends PaginatedQueryReference,
  ThrowOnError extends boolean = false,
> =
  | {
      data: PaginatedQueryItem<Query>[] | undefined;
      status: "pending";
      canLoadMore: false;
      isLoading: true;
      error: undefined;
      loadMore: (numItems: number) => void;
    }
  | {
      data: PaginatedQueryItem<Query>[];
      status: "success";
      canLoadMore: boolean;
      isLoading: false;
      error: undefined;
      loadMore: (numItems: number) => void;
    }
  | (ThrowOnError extends true
      ? never
      : {
          data: PaginatedQueryItem<Query>[];
          status: "error";
          canLoadMore: false;
          isLoading: false;
          error: Error;
          loadMore: (numItems: number) => void;
        });
