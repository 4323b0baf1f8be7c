// What the pages of these tests read and write: notes by session, and numbers by name.

import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  notes: defineTable({ session: v.string(), text: v.string() }).index("by_session", ["session"]),
  numbers: defineTable({ name: v.string(), value: v.number() }).index("by_name", ["name"]),
});
