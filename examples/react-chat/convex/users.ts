// The people of the chat. Owns: the `users` table, and what hangs on a user when it goes.
// Leaves to messages.ts: what people say.

import { ConvexError, v } from "convex/values";
import type { Id } from "./_generated/dataModel.js";
import { action, type MutationCtx, mutation, type QueryCtx, query } from "./_generated/server.js";

/** The deployment's environment; the rest of Node's `process` is not there. */
declare const process: { env: Record<string, string | undefined> };

export const getUser = query({
  args: { userId: v.id("users") },
  handler: async (ctx, { userId }) => await ctx.db.get(userId),
});

export const getUserByEmail = query({
  args: { email: v.string() },
  handler: async (ctx, { email }) => await userByEmail(ctx, email),
});

export const list = query({
  handler: async (ctx) => await ctx.db.query("users").collect(),
});

export const createUser = mutation({
  args: { email: v.string(), name: v.string(), image: v.optional(v.string()) },
  handler: async (ctx, user) => await insertUser(ctx, user),
});

/** Joining: whoever comes back with a known email is the same user, under the name given now. */
export const create = mutation({
  args: { email: v.string(), name: v.string() },
  handler: async (ctx, { email, name }): Promise<Id<"users">> => {
    const known = await userByEmail(ctx, email);
    if (known === null) return await insertUser(ctx, { email, name });
    if (known.name !== name) await ctx.db.patch(known._id, { name });
    return known._id;
  },
});

export const updateUser = mutation({
  args: { userId: v.id("users"), name: v.string() },
  handler: async (ctx, { userId, name }) => {
    await ctx.db.patch(userId, { name });
  },
});

export const deleteUser = mutation({
  args: { userId: v.id("users") },
  handler: async (ctx, { userId }) => {
    const sessions = ctx.db.query("sessions").withIndex("by_user", (q) => q.eq("userId", userId));
    for await (const session of sessions) await ctx.db.delete(session._id);
    const messages = ctx.db.query("messages").withIndex("by_author", (q) => q.eq("author", userId));
    for await (const message of messages) await ctx.db.delete(message._id);
    await ctx.db.delete(userId);
  },
});

/** Hands an email to the service at EMAIL_ENDPOINT, an environment variable of the deployment. */
export const sendEmail = action({
  args: { to: v.string(), subject: v.string() },
  handler: async (_ctx, email) => {
    const endpoint = process.env.EMAIL_ENDPOINT;
    if (endpoint === undefined || endpoint === "") {
      throw new ConvexError({
        code: "EMAIL_ENDPOINT_UNSET",
        message: "Set the environment variable EMAIL_ENDPOINT of the deployment to send email.",
      });
    }
    const response = await fetch(endpoint, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(email),
    });
    if (!response.ok) throw new ConvexError({ code: "EMAIL_REFUSED", status: response.status });
    return { sent: true, status: response.status };
  },
});

async function userByEmail(ctx: QueryCtx, email: string) {
  return await ctx.db
    .query("users")
    .withIndex("by_email", (q) => q.eq("email", email))
    .first();
}

async function insertUser(ctx: MutationCtx, user: { email: string; name: string; image?: string }) {
  return await ctx.db.insert("users", { ...user, emailVerified: false, createdAt: Date.now() });
}
