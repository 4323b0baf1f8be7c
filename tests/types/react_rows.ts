// What TypeScript infers for lists as rows through lentil/react: arguments as of useQuery, documents as its result has
// them. Compiled, never run.

// biome-ignore-all lint/correctness/useHookAtTopLevel: hooks are compiled here, never run

import type { FunctionReference, FunctionReference_future } from "convex/server";
import { makeFunctionReference } from "convex/server";
import * as lentil from "lentil/react";
import { api } from "../../examples/react-chat/convex/_generated/api.js";
import type { Doc, Id } from "../../examples/react-chat/convex/_generated/dataModel.js";
import { type Equal, holds } from "./equal.js";
import type { ByKind, Everything } from "./generic_references.js";

type Message = NonNullable<ReturnType<typeof lentil.useQuery<typeof api.messages.list>>>[number];
type Search = FunctionReference<
  "query",
  "public",
  { kind: "all" } | { kind: "of"; author: Id<"users"> },
  readonly Doc<"messages">[] | null
>;

export function rowsAreOfWhatTheQueryReturns() {
  const rows = lentil.useQueryRows(api.messages.list, {});
  holds<Equal<typeof rows, lentil.QueryRow<Message>[] | undefined>>();
  const users = lentil.useQueryRows(api.users.list);
  holds<Equal<typeof users, lentil.QueryRow<Doc<"users">>[] | undefined>>();
  return rows?.map(({ key }: { key: string }) => key);
}

export function aRowIsOfItsDocument(row: lentil.QueryRow<Doc<"users">>) {
  const user = lentil.useRow(row);
  holds<Equal<typeof user, Doc<"users">>>();
  holds<Equal<typeof row.current, Doc<"users">>>();
  // A component that needs less of a document takes the row, too.
  const named: lentil.QueryRow<{ name: string }> = row;
  // @ts-expect-error: a user is no message
  const wrong: lentil.QueryRow<Doc<"messages">> = row;
  // @ts-expect-error: rows are read
  row.current = user;
  return [named, wrong];
}

export function argumentsAreTakenAndRefusedAsByUseQuery(search: Search, author: Id<"users">) {
  type Args = Parameters<typeof lentil.useQueryRows<Search>>;
  holds<Equal<Args, Parameters<typeof lentil.useQuery<Search>>>>();
  const rows = lentil.useQueryRows(search, author ? { kind: "of", author } : "skip");
  holds<Equal<typeof rows, lentil.QueryRow<Doc<"messages">>[] | null | undefined>>();
  // @ts-expect-error: whose?
  lentil.useQueryRows(search, { kind: "of" });
  // @ts-expect-error: arguments are needed
  lentil.useQueryRows(search);
  // @ts-expect-error: no such argument
  lentil.useQueryRows(api.messages.list, { newest: 3 });
  lentil.useQueryRows(api.messages.list, "skip");
  lentil.useQueryRows(api.users.list, {});
}

export function whatGivesNoListIsRefused(byKind: ByKind, all: Everything, userId: Id<"users">) {
  // @ts-expect-error: a user is no list
  lentil.useQueryRows(api.users.getUser, { userId });
  // @ts-expect-error: a number or a text is no list
  lentil.useQueryRows(byKind, { kind: "count", limit: 1 });
  // @ts-expect-error: a mutation is not a query
  lentil.useQueryRows(api.messages.send, "skip");
  const rows = lentil.useQueryRows(all);
  holds<Equal<typeof rows, lentil.QueryRow<{ id: 1 }>[] | undefined>>();
}

export function otherReferencesAreTaken(
  coming: FunctionReference_future<"query", "public", { limit: number }, string[]>,
) {
  const rows = lentil.useQueryRows(coming, { limit: 3 });
  holds<Equal<typeof rows, lentil.QueryRow<string>[] | undefined>>();
  const named = makeFunctionReference<"query", { limit: number }, number[]>("numbers:first");
  const numbers = lentil.useQueryRows(named, { limit: 1 });
  holds<Equal<typeof numbers, lentil.QueryRow<number>[] | undefined>>();
}

/** An app's own hook over it. */
export function useNamed<Query extends lentil.ListQuery>(
  query: Query,
  ...args: lentil.OptionalRestArgsOrSkip<Query>
) {
  return lentil.useQueryRows(query, ...args);
}

export function aWrapperInfersLikeTheHook(search: Search) {
  const rows = useNamed(search, { kind: "all" });
  holds<Equal<typeof rows, lentil.QueryRow<Doc<"messages">>[] | null | undefined>>();
}
