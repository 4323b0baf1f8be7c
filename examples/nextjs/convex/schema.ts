// The tables of the guest book. Leaves to users.ts and messages.ts: who writes what.

import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  users: defineTable({ name: v.string() }).index("by_name", ["name"]),

  // Order needs no field of its own: every index ends in the strictly increasing _creationTime.
  messages: defineTable({ author: v.id("users"), body: v.string() }),
});
