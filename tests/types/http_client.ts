// ConvexHttpClient and the values of lentil/browser and lentil/values: the signatures and types of
// convex/browser and convex/values. Compiled, never run.

import * as official from "convex/browser";
import type * as officialValues from "convex/values";
import * as lentil from "lentil/browser";
import type * as values from "lentil/values";
import { api } from "../../examples/react-chat/convex/_generated/api.js";
import type { Doc, Id } from "../../examples/react-chat/convex/_generated/dataModel.js";
import { type Equal, holds } from "./equal.js";

type Official = official.ConvexHttpClient;
type Ours = lentil.ConvexHttpClient;
type Create = typeof api.users.create;

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
  const consistent = await client.consistentQuery(api.users.getUser, { userId });
  holds<Equal<typeof consistent, typeof officialUser>>();

  const author = { email: "a@example.com", name: "Ada" };
  const created = await client.mutation(api.users.create, author, { skipQueue: true });
  holds<Equal<typeof created, Id<"users">>>();
  holds<
    Equal<Parameters<typeof client.mutation<Create>>, Parameters<typeof npm.mutation<Create>>>
  >();
  const sent = await client.action(api.users.sendEmail, { to: "a@example.com", subject: "Hello" });
  holds<Equal<typeof sent, { sent: boolean; status: number }>>();

  // @ts-expect-error: userId is missing
  await client.query(api.users.getUser);
  // @ts-expect-error: userId is missing
  await npm.query(api.users.getUser);
  // @ts-expect-error: a query is not a mutation
  await client.mutation(api.users.list);
  // @ts-expect-error: a query is not a mutation
  await npm.mutation(api.users.list);
}

export function optionsAreTheSame() {
  holds<Equal<lentil.HttpMutationOptions, official.HttpMutationOptions>>();
  holds<
    Equal<
      Parameters<typeof lentil.ConvexHttpClient.prototype.setAuth>,
      Parameters<typeof official.ConvexHttpClient.prototype.setAuth>
    >
  >();
  const options = { auth: "t", fetch, logger: false, skipConvexDeploymentUrlCheck: true };
  new lentil.ConvexHttpClient("http://127.0.0.1:3210", options);
  new official.ConvexHttpClient("http://127.0.0.1:3210", options);
  // @ts-expect-error: the options are an object
  new lentil.ConvexHttpClient("http://127.0.0.1:3210", true);
  // @ts-expect-error: the options are an object
  new official.ConvexHttpClient("http://127.0.0.1:3210", true);
}

export function queryOptionsKeepTheirQuery(userId: Id<"users">) {
  const options = lentil.convexQueryOptions({ query: api.users.getUser, args: { userId } });
  holds<Equal<typeof options, lentil.QueryOptions<typeof api.users.getUser>>>();
  holds<
    Equal<
      lentil.QueryOptions<typeof api.users.getUser>,
      official.QueryOptions<typeof api.users.getUser>
    >
  >();
}

export function valuesAreThePeersOwn() {
  holds<Equal<typeof values, typeof officialValues>>();
  holds<Equal<values.Value, officialValues.Value>>();
}
