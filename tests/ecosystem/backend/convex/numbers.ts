// Numbers by name: one of them live, the list in pages, a query that fails, an action.

import { paginationOptsValidator } from "convex/server";
import { ConvexError, v } from "convex/values";
import { action, mutation, type QueryCtx, query } from "./_generated/server";

const named = ({ db }: QueryCtx, name: string) =>
  db
    .query("numbers")
    .withIndex("by_name", (q) => q.eq("name", name))
    .unique();

export const get = query({
  args: { name: v.string() },
  handler: async (ctx, { name }) => (await named(ctx, name))?.value ?? 0,
});

export const add = mutation({
  args: { name: v.string(), by: v.number() },
  handler: async (ctx, { name, by }) => {
    const number = await named(ctx, name);
    if (number === null) await ctx.db.insert("numbers", { name, value: by });
    else await ctx.db.patch(number._id, { value: number.value + by });
  },
});

export const list = query({
  args: { paginationOpts: paginationOptsValidator },
  handler: (ctx, { paginationOpts }) =>
    ctx.db.query("numbers").withIndex("by_name").paginate(paginationOpts),
});

export const fail = query({
  args: {},
  handler: (): number => {
    throw new ConvexError({ code: "NO_NUMBER" });
  },
});

export const double = action({
  args: { of: v.number() },
  handler: async (_ctx, { of }) => 2 * of,
});
