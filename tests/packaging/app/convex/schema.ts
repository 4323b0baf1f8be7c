// Lines by run: every row of the matrix writes under a name of its own.

import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  lines: defineTable({ run: v.string(), text: v.string(), count: v.int64() }).index("by_run", [
    "run",
  ]),
});
