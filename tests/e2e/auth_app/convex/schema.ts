// The tables of the app: what a user has alone, and what everybody sees.

import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  notes: defineTable({ owner: v.string(), text: v.string() }).index("by_owner", ["owner"]),
  headlines: defineTable({ text: v.string() }),
});
