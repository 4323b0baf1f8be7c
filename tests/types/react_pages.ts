// What TypeScript infers for several queries and for pages through lentil/react: the same as through
// convex/react. Compiled, never run; every wrong call is wrong in both packages.

// biome-ignore-all lint/correctness/useHookAtTopLevel: hooks are compiled here, never run

import * as official from "convex/react";
import type { FunctionReference, PaginationOptions, PaginationResult } from "convex/server";
import * as lentil from "lentil/react";
import { api } from "../../examples/react-chat/convex/_generated/api.js";
import type { Doc, Id } from "../../examples/react-chat/convex/_generated/dataModel.js";
import { type Equal, holds } from "./equal.js";

type Message = Doc<"messages">;
type Page = FunctionReference<
  "query",
  "public",
  { paginationOpts: PaginationOptions; author: Id<"users"> },
  PaginationResult<Message>
>;

export function pagesGiveTheirItems(page: Page, author: Id<"users">) {
  const pages = lentil.usePaginatedQuery(page, { author }, { initialNumItems: 3 });
  const officialPages = official.usePaginatedQuery(page, { author }, { initialNumItems: 3 });
  holds<Equal<typeof pages.results, Message[]>>();
  holds<Equal<typeof pages, typeof officialPages>>();
  const coming = lentil.usePaginatedQuery_experimental(page, "skip", { initialNumItems: 3 });
  const officialComing = official.usePaginatedQuery_experimental(page, "skip", {
    initialNumItems: 3,
  });
  holds<Equal<typeof coming, typeof officialComing>>();
  if (pages.status === "CanLoadMore") holds<Equal<typeof pages.isLoading, false>>();
}

export function theObjectFormGivesAnErrorUnlessItThrows(page: Page, author: Id<"users">) {
  const options = { query: page, args: { author }, initialNumItems: 3 };
  const result = lentil.usePaginatedQuery_experimental(options);
  const officialResult = official.usePaginatedQuery_experimental(options);
  holds<Equal<typeof result, typeof officialResult>>();
  holds<Equal<typeof result.status, "pending" | "success" | "error">>();
  const throwing = lentil.usePaginatedQuery_experimental({ ...options, throwOnError: true });
  const officialThrowing = official.usePaginatedQuery_experimental({
    ...options,
    throwOnError: true,
  });
  holds<Equal<typeof throwing, typeof officialThrowing>>();
  holds<Equal<typeof throwing.status, "pending" | "success">>();
}

export function wrongPagesAreRejected(page: Page, author: Id<"users">) {
  // @ts-expect-error: the hook makes the options of pages
  lentil.usePaginatedQuery(page, { author, paginationOpts: {} }, { initialNumItems: 3 });
  // @ts-expect-error: the hook makes the options of pages
  official.usePaginatedQuery(page, { author, paginationOpts: {} }, { initialNumItems: 3 });
  // @ts-expect-error: the author is missing
  lentil.usePaginatedQuery(page, {}, { initialNumItems: 3 });
  // @ts-expect-error: the author is missing
  official.usePaginatedQuery(page, {}, { initialNumItems: 3 });
  // @ts-expect-error: not a query with pages
  lentil.usePaginatedQuery(api.users.list, {}, { initialNumItems: 3 });
  // @ts-expect-error: not a query with pages
  official.usePaginatedQuery(api.users.list, {}, { initialNumItems: 3 });
}

export function theTypesOfPagesAreTheSame() {
  holds<Equal<lentil.PaginatedQueryArgs<Page>, official.PaginatedQueryArgs<Page>>>();
  holds<Equal<lentil.PaginatedQueryArgs<Page>, { author: Id<"users"> }>>();
  holds<Equal<lentil.PaginatedQueryItem<Page>, official.PaginatedQueryItem<Page>>>();
  holds<Equal<lentil.PaginatedQueryReference, official.PaginatedQueryReference>>();
  holds<Equal<lentil.PaginationStatus, official.PaginationStatus>>();
  holds<Equal<lentil.UsePaginatedQueryResult<1>, official.UsePaginatedQueryResult<1>>>();
  holds<
    Equal<lentil.UsePaginatedQueryReturnType<Page>, official.UsePaginatedQueryReturnType<Page>>
  >();
  holds<
    Equal<
      lentil.UsePaginatedQueryOptions<Page, true>,
      official.UsePaginatedQueryOptions<Page, true>
    >
  >();
}

export function optimisticHelpersKnowTheItems(
  page: Page,
  author: Id<"users">,
  item: Message,
  localQueryStore: lentil.OptimisticLocalStore,
) {
  lentil.optimisticallyUpdateValueInPaginatedQuery(localQueryStore, page, { author }, (message) => {
    holds<Equal<typeof message, Message>>();
    return message;
  });
  const insertion = { paginatedQuery: page, argsToMatch: { author }, localQueryStore, item };
  lentil.insertAtTop(insertion);
  official.insertAtTop(insertion);
  lentil.insertAtBottomIfLoaded({ paginatedQuery: page, localQueryStore, item });
  const sortKeyFromItem = (message: Message) => [message._creationTime];
  lentil.insertAtPosition({ ...insertion, sortOrder: "desc", sortKeyFromItem });
  official.insertAtPosition({ ...insertion, sortOrder: "desc", sortKeyFromItem });
  // @ts-expect-error: not an item of the query
  lentil.insertAtTop({ ...insertion, item: { text: "hello" } });
  // @ts-expect-error: not an item of the query
  official.insertAtTop({ ...insertion, item: { text: "hello" } });
}

export function severalQueriesAndOneAsAResult(userId: Id<"users">) {
  const queries = { users: { query: api.users.list, args: {} } };
  const results = lentil.useQueries(queries);
  const officialResults = official.useQueries(queries);
  holds<Equal<typeof results, typeof officialResults>>();
  holds<Equal<lentil.RequestForQueries, official.RequestForQueries>>();

  const options = { query: api.users.getUser, args: { userId } };
  const result = lentil.useQuery_experimental(options);
  const officialResult = official.useQuery_experimental(options);
  holds<Equal<typeof result, typeof officialResult>>();
  holds<Equal<lentil.UseQueryResult<1>, official.UseQueryResult<1>>>();
  holds<Equal<lentil.UseQueryResult<1, true>, official.UseQueryResult<1, true>>>();
  if (result.status === "success") holds<Equal<typeof result.data, Doc<"users"> | null>>();
  const throwing = lentil.useQuery_experimental({ ...options, throwOnError: true });
  holds<Equal<typeof throwing.status, "pending" | "success">>();
  lentil.useQuery_experimental({ query: api.users.getUser, args: "skip" });

  const kept: lentil.QueryOptions<typeof api.users.getUser> = lentil.convexQueryOptions(options);
  lentil.useConvex().prewarmQuery({ ...kept, extendSubscriptionFor: 1 });
  official.useConvex().prewarmQuery({ ...kept, extendSubscriptionFor: 1 });
  // @ts-expect-error: the id of the user is missing
  lentil.useConvex().prewarmQuery({ query: api.users.getUser, args: {} });
  // @ts-expect-error: the id of the user is missing
  official.useConvex().prewarmQuery({ query: api.users.getUser, args: {} });
}
