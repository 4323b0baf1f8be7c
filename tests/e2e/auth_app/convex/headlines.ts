// One line that everybody sees and may write, signed in or not.

import { v } from "convex/values";
import { mutation, query } from "./_generated/server.js";

export const current = query({
  args: {},
  handler: async (ctx) => (await ctx.db.query("headlines").first())?.text ?? "none yet",
});

export const write = mutation({
  args: { text: v.string() },
  handler: async (ctx, { text }) => {
    const headline = await ctx.db.query("headlines").first();
    if (headline === null) await ctx.db.insert("headlines", { text });
    else await ctx.db.patch(headline._id, { text });
  },
});
