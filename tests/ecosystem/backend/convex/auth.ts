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
    const { FIRST_TOKEN, SECOND_TOKEN, THIRD_TOKEN } = process.env;
    if (provider === "password") return { tokens: { token: FIRST_TOKEN, refreshToken: "1" } };
    if (refreshToken === "1") return { tokens: { token: SECOND_TOKEN, refreshToken: "2" } };
    if (refreshToken === "2") return { tokens: { token: THIRD_TOKEN, refreshToken: "3" } };
    return { tokens: null };
  },
});

export const signOut = action({ args: {}, handler: async () => null });

/** Who asks. */
export const me = query({
  args: {},
  handler: async (ctx) => (await ctx.auth.getUserIdentity())?.subject ?? "nobody",
});
