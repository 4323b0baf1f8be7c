// Functions that fail in every way a function can, and one that gives back what it got.

import {
  actionGeneric as action,
  internalActionGeneric as internalAction,
  internalMutationGeneric as internalMutation,
  internalQueryGeneric as internalQuery,
  mutationGeneric as mutation,
  queryGeneric as query,
} from "convex/server";
import { ConvexError, v } from "convex/values";

export const echo = query({
  args: { value: v.any() },
  handler: async (_ctx, { value }) => value,
});

export const typed = query({ args: { name: v.string() }, handler: async () => "typed" });
export const typedMutation = mutation({ args: { name: v.string() }, handler: async () => "typed" });
export const typedAction = action({ args: { name: v.string() }, handler: async () => "typed" });

export const hidden = internalQuery({ args: {}, handler: async () => "hidden" });
export const hiddenMutation = internalMutation({ args: {}, handler: async () => "hidden" });
export const hiddenAction = internalAction({ args: {}, handler: async () => "hidden" });

const BYTES = new Uint8Array([0, 127, 255]).buffer;

/** What a ConvexError may carry. */
const DATA = {
  nested: { code: "NO", big: 2n ** 63n - 1n, list: [{ bytes: BYTES }, Number.NaN], none: null },
  null: null,
  text: "only a text",
};

const throwing = (kind: string) => {
  if (kind === "plain") throw new Error("on purpose");
  throw new ConvexError(DATA[kind as keyof typeof DATA]);
};

const KIND = { kind: v.string() };
export const fail = query({ args: KIND, handler: async (_ctx, { kind }) => throwing(kind) });
export const failMutation = mutation({
  args: KIND,
  handler: async (_, { kind }) => throwing(kind),
});
export const failAction = action({ args: KIND, handler: async (_, { kind }) => throwing(kind) });

const unserialisable = async () => ({ when: new Date(0) });
export const giveDate = query({ args: {}, handler: unserialisable });
export const giveDateMutation = mutation({ args: {}, handler: unserialisable });
export const giveDateAction = action({ args: {}, handler: unserialisable });
