// What TypeScript infers for mutations, optimistic updates and actions through lentil/react: the same
// as through convex/react, on the generated api of the sample app. Compiled, never run.

// biome-ignore-all lint/correctness/useHookAtTopLevel: hooks are compiled here, never run

import type { OptimisticLocalStore, OptimisticUpdate } from "convex/browser";
import * as official from "convex/react";
import type { FunctionArgs } from "convex/server";
import * as lentil from "lentil/react";
import { api } from "../../examples/react-chat/convex/_generated/api.js";
import type { Doc, Id } from "../../examples/react-chat/convex/_generated/dataModel.js";
import { type Equal, holds } from "./equal.js";

type Create = typeof api.users.create;
type Send = typeof api.messages.send;
type SendEmail = typeof api.users.sendEmail;

export function mutationTakesAndGivesWhatItsHandlerDoes() {
  const create = lentil.useMutation(api.users.create);
  const officialCreate = official.useMutation(api.users.create);
  holds<Equal<Parameters<typeof create>, [args: { email: string; name: string }]>>();
  holds<Equal<Parameters<typeof create>, Parameters<typeof officialCreate>>>();
  holds<Equal<ReturnType<typeof create>, Promise<Id<"users">>>>();
  holds<Equal<ReturnType<typeof create>, ReturnType<typeof officialCreate>>>();
  holds<Equal<typeof create, lentil.ReactMutation<Create>>>();
  const eitherWay: [official.ReactMutation<Create>, lentil.ReactMutation<Create>] = [
    create,
    officialCreate,
  ];
  return eitherWay;
}

export function wrongMutationCallsAreRejected(userId: Id<"users">) {
  const send = lentil.useMutation(api.messages.send);
  const officialSend = official.useMutation(api.messages.send);
  // @ts-expect-error: the body is missing
  send({ author: userId });
  // @ts-expect-error: the body is missing
  officialSend({ author: userId });
  // @ts-expect-error: a string is not an id
  send({ author: "Ada", body: "hello" });
  // @ts-expect-error: a string is not an id
  officialSend({ author: "Ada", body: "hello" });
  // @ts-expect-error: no arguments at all
  send();
  // @ts-expect-error: no arguments at all
  officialSend();
  // @ts-expect-error: a query is not a mutation
  lentil.useMutation(api.users.list);
  // @ts-expect-error: a query is not a mutation
  official.useMutation(api.users.list);
}

export function optimisticUpdateSeesTheArgumentsAndTheQueries() {
  lentil.useMutation(api.messages.send).withOptimisticUpdate((store, args) => {
    holds<Equal<typeof store, lentil.OptimisticLocalStore>>();
    holds<Equal<typeof args, { author: Id<"users">; body: string }>>();
    const users = store.getQuery(api.users.list);
    holds<Equal<typeof users, Doc<"users">[] | undefined>>();
    const lists = store.getAllQueries(api.messages.list);
    holds<Equal<(typeof lists)[number]["args"], FunctionArgs<typeof api.messages.list>>>();
    store.setQuery(api.users.list, {}, users);
    store.setQuery(api.users.list, {}, undefined);
    // @ts-expect-error: not what users.list returns
    store.setQuery(api.users.list, {}, [{ name: "Ada" }]);
    // @ts-expect-error: userId is missing
    store.getQuery(api.users.getUser);
  });
}

export function updatesWrittenForEitherClientFitBoth(
  update: OptimisticUpdate<FunctionArgs<Send>>,
  ownUpdate: lentil.OptimisticUpdate<FunctionArgs<Send>>,
) {
  const send = lentil.useMutation(api.messages.send).withOptimisticUpdate(update);
  holds<Equal<typeof send, lentil.ReactMutation<Send>>>();
  official.useMutation(api.messages.send).withOptimisticUpdate(ownUpdate);
}

export function storeReadsLikeTheOfficialOne(
  store: lentil.OptimisticLocalStore,
  officialStore: OptimisticLocalStore,
) {
  const messages = store.getQuery(api.messages.list, {});
  const officialMessages = officialStore.getQuery(api.messages.list, {});
  holds<Equal<typeof messages, typeof officialMessages>>();
  const users = store.getAllQueries(api.users.getUser);
  const officialUsers = officialStore.getAllQueries(api.users.getUser);
  holds<Equal<typeof users, typeof officialUsers>>();
}

export function optimisticUpdateMustBeSynchronous() {
  // @ts-expect-error: it would end after the result is shown
  lentil.useMutation(api.messages.send).withOptimisticUpdate(async () => {});
  // @ts-expect-error: it would end after the result is shown
  official.useMutation(api.messages.send).withOptimisticUpdate(async () => {});
}

export function actionTakesAndGivesWhatItsHandlerDoes() {
  const sendEmail = lentil.useAction(api.users.sendEmail);
  const officialSendEmail = official.useAction(api.users.sendEmail);
  holds<Equal<Parameters<typeof sendEmail>, [args: { to: string; subject: string }]>>();
  holds<Equal<Parameters<typeof sendEmail>, Parameters<typeof officialSendEmail>>>();
  holds<Equal<ReturnType<typeof sendEmail>, Promise<{ sent: boolean; status: number }>>>();
  holds<Equal<ReturnType<typeof sendEmail>, ReturnType<typeof officialSendEmail>>>();
  holds<Equal<lentil.ReactAction<SendEmail>, official.ReactAction<SendEmail>>>();
  // @ts-expect-error: a mutation is not an action
  lentil.useAction(api.users.create);
  // @ts-expect-error: a mutation is not an action
  official.useAction(api.users.create);
}

export function connectionStateIsTheSame() {
  const state = lentil.useConvexConnectionState();
  const officialState = official.useConvexConnectionState();
  holds<Equal<typeof state, typeof officialState>>();
}
