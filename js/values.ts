/**
 * Values, validators and `ConvexError`: what `lentil/values` exports. They are the peer's own, so that an error or a
 * validator is the same one for the app's functions and for its client. No code here.
 */

export * from "convex/values";
