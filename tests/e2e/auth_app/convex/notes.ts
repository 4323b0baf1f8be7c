// Notes that only their owner sees. Nobody else gets so much as an empty list.

import type { Auth } from "convex/server";
import { v } from "convex/values";
import { mutation, query } from "./_generated/server.js";

export const mine = query({
  args: {},
  handler: async (ctx) => {
    const owner = await signedIn(ctx);
    const notes = ctx.db.query("notes").withIndex("by_owner", (q) => q.eq("owner", owner));
    return (await notes.collect()).map(({ text }) => text);
  },
});

export const add = mutation({
  args: { text: v.string() },
  handler: async (ctx, { text }) => {
    await ctx.db.insert("notes", { owner: await signedIn(ctx), text });
  },
});

async function signedIn({ auth }: { auth: Auth }) {
  const user = await auth.getUserIdentity();
  if (user === null) throw new Error("Notes are for those who have signed in");
  return user.subject;
}
