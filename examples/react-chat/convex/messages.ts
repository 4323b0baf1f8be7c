// What people say. Owns: the `messages` table and its order (oldest first, the latest N).
// Leaves to users.ts: who the people are.

import { ConvexError, v } from "convex/values";
import type { Doc } from "./_generated/dataModel.js";
import { mutation, type QueryCtx, query } from "./_generated/server.js";

const LATEST = 50;

export const list = query({
  args: { limit: v.optional(v.number()) },
  handler: async (ctx, { limit }) => {
    const newestFirst = await ctx.db
      .query("messages")
      .order("desc")
      .take(limit ?? LATEST);
    return await Promise.all(newestFirst.reverse().map((message) => withAuthorName(ctx, message)));
  },
});

export const send = mutation({
  args: { author: v.id("users"), body: v.string() },
  handler: async (ctx, { author, body }) => {
    if (body.trim() === "") {
      throw new ConvexError({ code: "EMPTY_BODY", message: "A message needs some text." });
    }
    return await ctx.db.insert("messages", { author, body });
  },
});

export const remove = mutation({
  args: { messageId: v.id("messages") },
  handler: async (ctx, { messageId }) => {
    await ctx.db.delete(messageId);
  },
});

async function withAuthorName(ctx: QueryCtx, message: Doc<"messages">) {
  const author = await ctx.db.get(message.author);
  return { ...message, authorName: author?.name ?? "Someone who left" };
}
