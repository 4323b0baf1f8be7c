// Who has how many points. Owns: the `scores` table, one row a player.

import { ConvexError, v } from "convex/values";
import { mutation, query } from "./_generated/server.js";

const LEADERS = 10;

export const leaders = query({
  args: {},
  handler: async (ctx) => {
    const scores = await ctx.db.query("scores").withIndex("by_points").order("desc").take(LEADERS);
    return scores.map(({ player, points }) => ({ player, points }));
  },
});

/** Gives the points that the player has now. */
export const add = mutation({
  args: { player: v.string(), points: v.int64() },
  handler: async (ctx, { player, points }) => {
    if (player.trim() === "") throw new ConvexError("A player needs a name.");
    const known = await ctx.db
      .query("scores")
      .withIndex("by_player", (q) => q.eq("player", player))
      .first();
    const total = (known?.points ?? 0n) + points;
    if (known === null) await ctx.db.insert("scores", { player, points: total });
    else await ctx.db.patch(known._id, { points: total });
    return total;
  },
});
