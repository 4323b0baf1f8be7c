// What TypeScript says of lentil/testing: answers have the types of the app's `api`. Compiled, never run.

import type { FunctionReference, PaginationOptions, PaginationResult } from "convex/server";
import { ConvexProvider } from "lentil/react";
import { createTestConvex, pending, TestConvexProvider } from "lentil/testing";
import { api } from "../../examples/react-chat/convex/_generated/api.js";
import type { Doc, Id } from "../../examples/react-chat/convex/_generated/dataModel.js";
import { type Equal, holds } from "./equal.js";

export function answersHaveTheFunctionsTypes(user: Doc<"users">, message: Id<"messages">) {
  const convex = createTestConvex({ unanswered: "error", auth: "authenticated" })
    .query(api.users.list, [user])
    .query(api.users.list, {}, pending)
    .query(api.users.getUser, { userId: user._id }, null)
    .query(api.users.getUser, ({ userId }) => (userId === user._id ? user : pending))
    .mutation(api.users.create, ({ name }) => (name === "" ? pending : user._id))
    .mutation(api.messages.send, message)
    .action(api.users.sendEmail, async ({ to }) => ({ sent: to !== "", status: 200 }))
    .connection({ isWebSocketConnected: false })
    .auth("loading");

  const sent = convex.calls(api.users.sendEmail);
  holds<Equal<(typeof sent)[number], { to: string; subject: string }>>();
  TestConvexProvider({ client: convex });
  ConvexProvider({ client: convex.client });

  // @ts-expect-error: a result of another type
  convex.query(api.users.list, [{ name: "Ada" }]);
  // @ts-expect-error: a result of another type, for all arguments
  convex.query(api.users.getUser, () => "Ada");
  // @ts-expect-error: arguments that the query does not have
  convex.query(api.users.getUser, { user: user._id }, null);
  // @ts-expect-error: an id of another table
  convex.query(api.users.getUser, { userId: message }, null);
  // @ts-expect-error: a mutation is not a query
  convex.query(api.users.create, user._id);
  // @ts-expect-error: a query is not a mutation
  convex.mutation(api.users.list, []);
  // @ts-expect-error: nothing is not an id
  convex.mutation(api.users.create, () => {});
  // @ts-expect-error: a promise of another type
  convex.action(api.users.sendEmail, async () => ({ sent: true }));
  // @ts-expect-error: results of queries are there at once
  convex.query(api.users.list, async () => [user]);
  // @ts-expect-error: no query in pages
  convex.pages(api.users.list, []);
  // @ts-expect-error: nobody is that
  convex.auth("signed in");
  // @ts-expect-error: a query is not called
  convex.calls(api.users.list);
}

type Notes = FunctionReference<
  "query",
  "public",
  { paginationOpts: PaginationOptions; author: Id<"users"> },
  PaginationResult<Doc<"messages">>
>;
type Forget = FunctionReference<"mutation", "public", { note: string }, null>;

export function pagesAreGivenAsTheirItems(notes: Notes, note: Doc<"messages">, forget: Forget) {
  const { author } = note;
  createTestConvex()
    .pages(notes, [note])
    .pages(notes, { author }, [note])
    .mutation(forget, () => {})
    .mutation(forget, async () => {})
    .mutation(forget, null);
  // @ts-expect-error: an item of another type
  createTestConvex().pages(notes, ["a note"]);
  // @ts-expect-error: arguments that the query does not have
  createTestConvex().pages(notes, { by: author }, [note]);
}
