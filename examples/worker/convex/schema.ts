// The table of the scoreboard. Leaves to scores.ts: who scores what.

import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  scores: defineTable({ player: v.string(), points: v.int64() })
    .index("by_player", ["player"])
    .index("by_points", ["points"]),
});
