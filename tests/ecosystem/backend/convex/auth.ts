// What @convex-dev/auth calls, in the place of its server part: tokens come from the environment.

import { v } from "convex/values";
import { action, query } from "./_generated/server";

const ARGS = {
  provider: v.optional(v.string()),
  params: v.optional(v.any()),
  verifier: v.optional(v.string()),
  refreshToken: v.optional(v.string()),
};

export const signIn = action({
  args: ARGS,
  handler: async (_ctx, { provider, refreshToken }) => {
    if (provider === "password") return { tokens: tokens(process.env.FIRST_TOKEN) };
    if (refreshToken === "refresh") return { tokens: tokens(process.env.SECOND_TOKEN) };
    return { tokens: null };
  },
});

const tokens = (token: string | undefined) => ({ token, refreshToken: "refresh" });

export const signOut = action({ args: {}, handler: async () => null });

/** Who asks. */
export const me = query({
  args: {},
  handler: async (ctx) => (await ctx.auth.getUserIdentity())?.subject ?? "nobody",
});
