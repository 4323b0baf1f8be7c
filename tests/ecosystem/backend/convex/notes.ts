// Notes of a session, as convex-helpers counts sessions: by an id that the page keeps.

import { v } from "convex/values";
import { mutation, query } from "./_generated/server";

export const mine = query({
  args: { sessionId: v.string() },
  handler: async (ctx, { sessionId }) => {
    const notes = ctx.db.query("notes").withIndex("by_session", (q) => q.eq("session", sessionId));
    return (await notes.collect()).map(({ text }) => text);
  },
});

export const add = mutation({
  args: { sessionId: v.string(), text: v.string() },
  handler: async (ctx, { sessionId, text }) => {
    await ctx.db.insert("notes", { session: sessionId, text });
  },
});
