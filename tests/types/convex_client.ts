// ConvexClient of lentil/browser: the members, signatures and types of convex/browser. Compiled, never run.

import type * as official from "convex/browser";
import type * as lentil from "lentil/browser";
import { api } from "../../examples/react-chat/convex/_generated/api.js";
import type { Doc, Id } from "../../examples/react-chat/convex/_generated/dataModel.js";
import { type Equal, holds } from "./equal.js";

type Official = official.ConvexClient;
type Ours = lentil.ConvexClient;

export function everyPublicMemberIsThere(client: Ours) {
  const members: { [Name in keyof Official]: unknown } = client;
  return members;
}

export async function callsInferLikeTheOfficialOnes(
  client: Ours,
  npm: Official,
  userId: Id<"users">,
) {
  const user = await client.query(api.users.getUser, { userId });
  const officialUser = await npm.query(api.users.getUser, { userId });
  holds<Equal<typeof user, Doc<"users"> | null>>();
  holds<Equal<typeof user, typeof officialUser>>();
  const created = await client.mutation(api.users.create, { email: "a@example.com", name: "Ada" });
  holds<Equal<typeof created, Id<"users">>>();
  const sent = await client.action(api.users.sendEmail, { to: "a@example.com", subject: "Hello" });
  holds<Equal<typeof sent, { sent: boolean; status: number }>>();

  const subscription = client.onUpdate(api.users.list, {}, (users) => {
    holds<Equal<typeof users, Doc<"users">[]>>();
  });
  const officialSubscription = npm.onUpdate(api.users.list, {}, () => {});
  subscription();
  subscription.unsubscribe();
  const value = subscription.getCurrentValue();
  const officialValue = officialSubscription.getCurrentValue();
  holds<Equal<typeof value, typeof officialValue>>();

  // @ts-expect-error: userId is missing
  client.onUpdate(api.users.getUser, {}, () => {});
  // @ts-expect-error: userId is missing
  npm.onUpdate(api.users.getUser, {}, () => {});
  // @ts-expect-error: a mutation is not a query
  await client.query(api.users.create, { email: "", name: "" });
  // @ts-expect-error: a mutation is not a query
  await npm.query(api.users.create, { email: "", name: "" });
}

export function pagesAreToldLikeTheOfficialOnes(client: Ours, npm: Official) {
  const options = { initialNumItems: 3 };
  const ours = client.onPaginatedUpdate_experimental(api.users.list, {}, options, (told) => told);
  const theirs = npm.onPaginatedUpdate_experimental(api.users.list, {}, options, (told) => told);
  const [value, officialValue] = [ours.getCurrentValue(), theirs.getCurrentValue()];
  holds<
    Equal<NonNullable<typeof value>["results"], NonNullable<typeof officialValue>["results"]>
  >();
  holds<Equal<NonNullable<typeof value>["status"], NonNullable<typeof officialValue>["status"]>>();
}

export function signaturesAreTheSame(options: lentil.ConvexClientOptions) {
  holds<Equal<Ours["setAuth"], Official["setAuth"]>>();
  holds<Equal<Ours["getAuth"], Official["getAuth"]>>();
  holds<Equal<Ours["close"], Official["close"]>>();
  holds<Equal<Ours["disabled"], Official["disabled"]>>();
  holds<Equal<Ours["closed"], Official["closed"]>>();
  const theirs: official.ConvexClientOptions = options;
  return theirs;
}
