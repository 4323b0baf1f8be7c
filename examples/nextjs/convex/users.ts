// Who has signed the guest book. Owns: the `users` table.

import { ConvexError } from "convex/values";
import { type MutationCtx, query } from "./_generated/server.js";

export const list = query({
  handler: async (ctx) => await ctx.db.query("users").collect(),
});

/** The guest of a mutation: who signs again under the same name is the same user. */
export async function guestNamed(ctx: MutationCtx, given: string) {
  const name = given.trim();
  if (name === "") throw new ConvexError("A guest needs a name.");
  const known = await ctx.db
    .query("users")
    .withIndex("by_name", (q) => q.eq("name", name))
    .first();
  return known?._id ?? (await ctx.db.insert("users", { name }));
}
