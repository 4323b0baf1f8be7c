// What TypeScript infers through lentil/nextjs: the same as through convex/nextjs, on the generated
// api of the sample app; and what it preloads fits the hook of lentil/react. Compiled, never run.

// biome-ignore-all lint/correctness/useHookAtTopLevel: hooks are compiled here, never run

import * as official from "convex/nextjs";
import * as lentil from "lentil/nextjs";
import { type Preloaded, usePreloadedQuery } from "lentil/react";
import { api } from "../../examples/react-chat/convex/_generated/api.js";
import type { Doc, Id } from "../../examples/react-chat/convex/_generated/dataModel.js";
import { type Equal, holds } from "./equal.js";

type GetUser = typeof api.users.getUser;
type ListMessages = typeof api.messages.list;

export async function fetchedValuesHaveTheHandlersTypes(userId: Id<"users">) {
  const user = await lentil.fetchQuery(api.users.getUser, { userId });
  const officialUser = await official.fetchQuery(api.users.getUser, { userId });
  holds<Equal<typeof user, Doc<"users"> | null>>();
  holds<Equal<typeof user, typeof officialUser>>();

  const created = await lentil.fetchMutation(api.users.create, { email: "a@b.c", name: "Ada" });
  const officialCreated = await official.fetchMutation(api.users.create, { email: "", name: "" });
  holds<Equal<typeof created, Id<"users">>>();
  holds<Equal<typeof created, typeof officialCreated>>();

  const sent = await lentil.fetchAction(api.users.sendEmail, { to: "a@b.c", subject: "Hello" });
  const officialSent = await official.fetchAction(api.users.sendEmail, { to: "", subject: "" });
  holds<Equal<typeof sent, { sent: boolean; status: number }>>();
  holds<Equal<typeof sent, typeof officialSent>>();
}

export function argumentsAndOptionsAreTheSame() {
  holds<
    Equal<
      Parameters<typeof lentil.fetchQuery<GetUser>>[0],
      Parameters<typeof official.fetchQuery<GetUser>>[0]
    >
  >();
  holds<
    Equal<
      Parameters<typeof lentil.fetchQuery<ListMessages>>[1],
      Parameters<typeof official.fetchQuery<ListMessages>>[1]
    >
  >();
  lentil.fetchQuery(api.users.list);
  lentil.fetchQuery(api.users.list, {});
  lentil.fetchQuery(api.users.list, {}, { token: "a token", url: "http://127.0.0.1:3210" });
  lentil.fetchQuery(api.users.list, {}, { skipConvexDeploymentUrlCheck: true });
  const { signal } = new AbortController();
  lentil.fetchQuery(api.users.list, {}, { cache: "force-cache", next: { tags: ["users"] } });
  lentil.preloadQuery(api.users.list, {}, { next: { revalidate: 60 }, signal, timeoutMs: 5000 });
  lentil.fetchMutation(api.users.create, { email: "", name: "" }, { signal, timeoutMs: 5000 });
  lentil.fetchQuery(api.users.list, {}, { signal: null });
  // @ts-expect-error: what writes is never answered from a cache
  lentil.fetchMutation(api.users.create, { email: "", name: "" }, { next: { revalidate: 60 } });
}

export async function severalQueriesKeepTheirTypes(userId: Id<"users">, messageId: Id<"messages">) {
  const results = await lentil.fetchQueries([
    { query: api.users.getUser, args: { userId } },
    { query: api.users.list },
    { query: api.messages.list, args: {} },
  ]);
  type Results = [
    Doc<"users"> | null,
    Awaited<ReturnType<typeof lentil.fetchQuery<typeof api.users.list>>>,
    Awaited<ReturnType<typeof lentil.fetchQuery<ListMessages>>>,
  ];
  holds<Equal<typeof results, Results>>();
  const preloaded = await lentil.preloadQueries(
    [{ query: api.users.getUser, args: { userId } }, { query: api.users.list }],
    { token: "a token", timeoutMs: 5000 },
  );
  type Preloads = [Preloaded<GetUser>, Preloaded<typeof api.users.list>];
  holds<Equal<typeof preloaded, Preloads>>();
  const nothing = await lentil.fetchQueries([]);
  holds<Equal<typeof nothing, []>>();

  // @ts-expect-error: userId is missing
  lentil.fetchQueries([{ query: api.users.getUser }]);
  // @ts-expect-error: an id of another table
  lentil.fetchQueries([{ query: api.users.getUser, args: { userId: messageId } }]);
  // @ts-expect-error: a mutation is not a query
  lentil.preloadQueries([{ query: api.messages.send, args: { author: "", body: "" } }]);
  // @ts-expect-error: results of one time fit no cache
  lentil.fetchQueries([{ query: api.users.list }], { next: { revalidate: 60 } });
}

export function wrongCallsAreRejected(messageId: Id<"messages">) {
  // @ts-expect-error: userId is missing
  lentil.fetchQuery(api.users.getUser);
  // @ts-expect-error: userId is missing
  official.fetchQuery(api.users.getUser);
  // @ts-expect-error: an id of another table
  lentil.fetchQuery(api.users.getUser, { userId: messageId });
  // @ts-expect-error: an id of another table
  official.fetchQuery(api.users.getUser, { userId: messageId });
  // @ts-expect-error: a mutation is not a query
  lentil.preloadQuery(api.messages.send, { author: "", body: "" });
  // @ts-expect-error: a mutation is not a query
  official.preloadQuery(api.messages.send, { author: "", body: "" });
  // @ts-expect-error: a query is not a mutation
  lentil.fetchMutation(api.users.list);
  // @ts-expect-error: a query is not a mutation
  official.fetchMutation(api.users.list);
  // @ts-expect-error: no such option
  lentil.fetchQuery(api.users.list, {}, { retries: 3 });
  // @ts-expect-error: no such option
  official.fetchQuery(api.users.list, {}, { retries: 3 });
}

export async function preloadedQueryGoesToTheHook(userId: Id<"users">) {
  const preloaded = await lentil.preloadQuery(api.users.getUser, { userId });
  const officialPreloaded = await official.preloadQuery(api.users.getUser, { userId });
  holds<Equal<typeof preloaded, Preloaded<GetUser>>>();
  holds<Equal<typeof preloaded, typeof officialPreloaded>>();

  const onServer = lentil.preloadedQueryResult(preloaded);
  const officialOnServer = official.preloadedQueryResult(preloaded);
  holds<Equal<typeof onServer, Doc<"users"> | null>>();
  holds<Equal<typeof onServer, typeof officialOnServer>>();

  const live = usePreloadedQuery(preloaded);
  holds<Equal<typeof live, Doc<"users"> | null>>();
}
