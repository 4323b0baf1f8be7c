// What every consumer calls: the lines of its run, live or once, and a mutation that adds one.

import { v } from "convex/values";
import { mutation, query } from "./_generated/server";

export const list = query({
  args: { run: v.string() },
  handler: async (ctx, { run }) => {
    const lines = ctx.db.query("lines").withIndex("by_run", (q) => q.eq("run", run));
    return (await lines.collect()).map(({ text, count }) => ({ text, count }));
  },
});

/** Gives what it was given, so that a caller sees its arguments as they arrived. */
export const add = mutation({
  args: { run: v.string(), text: v.string(), count: v.int64() },
  handler: async (ctx, { run, text, count }) => {
    await ctx.db.insert("lines", { run, text, count });
    return { text, count };
  },
});
