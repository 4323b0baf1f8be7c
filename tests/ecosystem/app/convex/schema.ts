// A list of things to do.

import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  todos: defineTable({ text: v.string(), isDone: v.boolean() }).index("by_done", ["isDone"]),
});
