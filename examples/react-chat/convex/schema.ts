// The tables of the chat. Owns: fields and indexes. Leaves to users.ts and messages.ts: who writes what.

import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  users: defineTable({
    name: v.string(),
    email: v.string(),
    image: v.optional(v.string()),
    emailVerified: v.optional(v.boolean()),
    createdAt: v.number(),
  }).index("by_email", ["email"]),

  sessions: defineTable({
    userId: v.id("users"),
    expiresAt: v.number(),
    token: v.string(),
  })
    .index("by_user", ["userId"])
    .index("by_token", ["token"]),

  // Order needs no field of its own: every index ends in the strictly increasing _creationTime.
  messages: defineTable({
    author: v.id("users"),
    body: v.string(),
  }).index("by_author", ["author"]),
});
