// The client and its provider through lentil/react: the members and signatures of convex/react.
// The classes are two, so their instances are compared member by member. Compiled, never run.

// biome-ignore-all lint/correctness/useHookAtTopLevel: hooks are compiled here, never run

import * as official from "convex/react";
import * as lentil from "lentil/react";
import { api } from "../../examples/react-chat/convex/_generated/api.js";
import type { Doc, Id } from "../../examples/react-chat/convex/_generated/dataModel.js";
import { type Equal, holds } from "./equal.js";

export function constructorTakesAnAddressAndOptions() {
  holds<
    Equal<
      ConstructorParameters<typeof lentil.ConvexReactClient>[0],
      ConstructorParameters<typeof official.ConvexReactClient>[0]
    >
  >();
  new lentil.ConvexReactClient("http://127.0.0.1:3210");
  new lentil.ConvexReactClient("http://127.0.0.1:3210", { verbose: true });
  // @ts-expect-error: an address is needed
  new lentil.ConvexReactClient();
  // @ts-expect-error: an address is needed
  new official.ConvexReactClient();
}

export async function clientCallsInferLikeTheHooks(userId: Id<"users">) {
  const client = lentil.useConvex();
  const officialClient = official.useConvex();
  holds<Equal<typeof client, lentil.ConvexReactClient>>();

  const user = await client.query(api.users.getUser, { userId });
  const officialUser = await officialClient.query(api.users.getUser, { userId });
  holds<Equal<typeof user, Doc<"users"> | null>>();
  holds<Equal<typeof user, typeof officialUser>>();

  const created = await client.mutation(api.users.create, { email: "a@example.com", name: "Ada" });
  holds<Equal<typeof created, Id<"users">>>();
  const sent = await client.action(api.users.sendEmail, { to: "a@example.com", subject: "Hello" });
  holds<Equal<typeof sent, { sent: boolean; status: number }>>();

  // @ts-expect-error: userId is missing
  await client.query(api.users.getUser);
  // @ts-expect-error: userId is missing
  await officialClient.query(api.users.getUser);
}

export function watchGivesTheLocalResult(userId: Id<"users">) {
  const watch = lentil.useConvex().watchQuery(api.users.getUser, { userId });
  const officialWatch = official.useConvex().watchQuery(api.users.getUser, { userId });
  const user = watch.localQueryResult();
  const officialUser = officialWatch.localQueryResult();
  holds<Equal<typeof user, Doc<"users"> | null | undefined>>();
  holds<Equal<typeof user, typeof officialUser>>();
  const stop: () => void = watch.onUpdate(() => {});
  return stop;
}

export function providerTakesAClient(client: lentil.ConvexReactClient) {
  holds<
    Equal<
      Omit<Parameters<typeof lentil.ConvexProvider>[0], "client">,
      Omit<Parameters<typeof official.ConvexProvider>[0], "client">
    >
  >();
  holds<Equal<Parameters<typeof lentil.ConvexProvider>[0]["client"], typeof client>>();
}
