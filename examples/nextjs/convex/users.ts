// Who has signed the guest book. Owns: the `users` table.

import { v } from "convex/values";
import { mutation, query } from "./_generated/server.js";

export const list = query({
  handler: async (ctx) => await ctx.db.query("users").collect(),
});

/** Who signs again under the same name is the same user. */
export const create = mutation({
  args: { name: v.string() },
  handler: async (ctx, { name }) => {
    const known = await ctx.db
      .query("users")
      .withIndex("by_name", (q) => q.eq("name", name))
      .first();
    return known?._id ?? (await ctx.db.insert("users", { name }));
  },
});
