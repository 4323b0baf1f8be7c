// What guests wrote. Owns: the `messages` table and its order (newest first, the latest N).
// Leaves to users.ts: who the guests are.

import { ConvexError, v } from "convex/values";
import { mutation, query } from "./_generated/server.js";
import { guestNamed } from "./users.js";

const LATEST = 50;

export const list = query({
  args: { limit: v.optional(v.number()) },
  handler: async (ctx, { limit }) => {
    const messages = await ctx.db
      .query("messages")
      .order("desc")
      .take(limit ?? LATEST);
    return await Promise.all(
      messages.map(async (message) => {
        const author = await ctx.db.get(message.author);
        return { ...message, authorName: author?.name ?? "Someone who left" };
      }),
    );
  },
});

/** Guest and message in one mutation: where one is refused, neither is kept. */
export const sign = mutation({
  args: { name: v.string(), body: v.string() },
  handler: async (ctx, { name, body }) => {
    const author = await guestNamed(ctx, name);
    if (body.trim() === "") throw new ConvexError("A message needs some text.");
    return await ctx.db.insert("messages", { author, body });
  },
});
