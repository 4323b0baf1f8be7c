// What TypeScript infers for queries through lentil/react: the same as through convex/react, on the
// generated api of the sample app. Compiled, never run; every wrong call is wrong in both packages.

// biome-ignore-all lint/correctness/useHookAtTopLevel: hooks are compiled here, never run

import * as official from "convex/react";
import type { FunctionReference_future } from "convex/server";
import * as lentil from "lentil/react";
import { api } from "../../examples/react-chat/convex/_generated/api.js";
import type { Doc, Id } from "../../examples/react-chat/convex/_generated/dataModel.js";
import { type Equal, holds } from "./equal.js";

type GetUser = typeof api.users.getUser;
type ListUsers = typeof api.users.list;
type ListMessages = typeof api.messages.list;

export function queryReturnsWhatItsHandlerReturns(userId: Id<"users">) {
  const user = lentil.useQuery(api.users.getUser, { userId });
  const officialUser = official.useQuery(api.users.getUser, { userId });
  holds<Equal<typeof user, Doc<"users"> | null | undefined>>();
  holds<Equal<typeof user, typeof officialUser>>();

  const users = lentil.useQuery(api.users.list);
  const officialUsers = official.useQuery(api.users.list);
  holds<Equal<typeof users, Doc<"users">[] | undefined>>();
  holds<Equal<typeof users, typeof officialUsers>>();

  const messages = lentil.useQuery(api.messages.list, {});
  const officialMessages = official.useQuery(api.messages.list, {});
  holds<Equal<typeof messages, typeof officialMessages>>();
  const names: string[] | undefined = messages?.map((message) => message.authorName);
  return names;
}

export function skippedQueryKeepsItsType(userId: Id<"users"> | null) {
  const user = lentil.useQuery(api.users.getUser, userId ? { userId } : "skip");
  const officialUser = official.useQuery(api.users.getUser, userId ? { userId } : "skip");
  holds<Equal<typeof user, Doc<"users"> | null | undefined>>();
  holds<Equal<typeof user, typeof officialUser>>();
  lentil.useQuery(api.users.list, "skip");
  official.useQuery(api.users.list, "skip");
}

export function argumentsAreRequiredWhereTheValidatorSaysSo() {
  holds<Equal<QueryArgs<GetUser>, OfficialQueryArgs<GetUser>>>();
  holds<Equal<QueryArgs<ListUsers>, OfficialQueryArgs<ListUsers>>>();
  holds<Equal<QueryArgs<ListMessages>, OfficialQueryArgs<ListMessages>>>();
  // @ts-expect-error: userId is missing
  lentil.useQuery(api.users.getUser);
  // @ts-expect-error: userId is missing
  official.useQuery(api.users.getUser);
  // @ts-expect-error: userId is missing
  lentil.useQuery(api.users.getUser, {});
  // @ts-expect-error: userId is missing
  official.useQuery(api.users.getUser, {});
}

export function wrongArgumentsAreRejected(messageId: Id<"messages">) {
  // @ts-expect-error: a number is not an id
  lentil.useQuery(api.users.getUser, { userId: 5 });
  // @ts-expect-error: a number is not an id
  official.useQuery(api.users.getUser, { userId: 5 });
  // @ts-expect-error: an id of another table
  lentil.useQuery(api.users.getUser, { userId: messageId });
  // @ts-expect-error: an id of another table
  official.useQuery(api.users.getUser, { userId: messageId });
  // @ts-expect-error: no such argument
  lentil.useQuery(api.messages.list, { newest: 3 });
  // @ts-expect-error: no such argument
  official.useQuery(api.messages.list, { newest: 3 });
  // @ts-expect-error: only "skip" is a string
  lentil.useQuery(api.messages.list, "wait");
  // @ts-expect-error: only "skip" is a string
  official.useQuery(api.messages.list, "wait");
}

export function otherKindsOfFunctionsAreRejected() {
  // @ts-expect-error: a mutation is not a query
  lentil.useQuery(api.messages.send, "skip");
  // @ts-expect-error: a mutation is not a query
  official.useQuery(api.messages.send, "skip");
  // @ts-expect-error: an action is not a query
  lentil.useQuery(api.users.sendEmail, "skip");
  // @ts-expect-error: an action is not a query
  official.useQuery(api.users.sendEmail, "skip");
  // @ts-expect-error: no such function
  lentil.useQuery(api.users.nothing);
  // @ts-expect-error: no such function
  official.useQuery(api.users.nothing);
}

export function referencesOfTheComingFormAreTaken(
  query: FunctionReference_future<"query", "public", { limit: number }, string>,
) {
  const text = lentil.useQuery(query, { limit: 3 });
  const officialText = official.useQuery(query, { limit: 3 });
  holds<Equal<typeof text, typeof officialText>>();
}

export function preloadedQueryIsNeverLoading(preloaded: lentil.Preloaded<GetUser>) {
  holds<Equal<lentil.Preloaded<GetUser>, official.Preloaded<GetUser>>>();
  const user = lentil.usePreloadedQuery(preloaded);
  const officialUser = official.usePreloadedQuery(preloaded);
  holds<Equal<typeof user, Doc<"users"> | null>>();
  holds<Equal<typeof user, typeof officialUser>>();
}

type QueryArgs<Query extends GetUser | ListUsers | ListMessages> = Parameters<
  typeof lentil.useQuery<Query>
>;
type OfficialQueryArgs<Query extends GetUser | ListUsers | ListMessages> = Parameters<
  typeof official.useQuery<Query>
>;
