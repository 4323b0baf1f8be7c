// What there is to do: the list in pages, how much is open, adding and ticking off, an action.

import { paginationOptsValidator } from "convex/server";
import { ConvexError, v } from "convex/values";
import { api } from "./_generated/api";
import { action, mutation, query } from "./_generated/server";

export const list = query({
  args: { paginationOpts: paginationOptsValidator },
  handler: (ctx, { paginationOpts }) =>
    ctx.db.query("todos").order("desc").paginate(paginationOpts),
});

export const openCount = query({
  args: {},
  handler: async (ctx) => {
    const open = ctx.db.query("todos").withIndex("by_done", (q) => q.eq("isDone", false));
    return (await open.collect()).length;
  },
});

export const add = mutation({
  args: { text: v.string() },
  handler: async (ctx, { text }) => {
    if (text.trim() === "") throw new ConvexError({ message: "What is there to do?" });
    return await ctx.db.insert("todos", { text, isDone: false });
  },
});

export const tick = mutation({
  args: { id: v.id("todos") },
  handler: async (ctx, { id }) => await ctx.db.patch(id, { isDone: true }),
});

/** Adds what somebody has to do on a day. */
export const plan = action({
  args: { day: v.string() },
  handler: async (ctx, { day }): Promise<string> => {
    for (const text of ["rise", "shine"]) await ctx.runMutation(api.todos.add, { text });
    return `2 things planned for ${day}`;
  },
});
