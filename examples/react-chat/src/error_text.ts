// Errors in words for people. What the app threw on purpose (ConvexError) says it itself;
// anything else is the app's fault, not the reader's.

import { ConvexError } from "convex/values";

export function errorText(error: unknown): string {
  if (!(error instanceof ConvexError)) return "That did not work. Please try again.";
  const { data } = error;
  if (typeof data === "string") return data;
  if (typeof data?.message === "string") return data.message;
  return "The chat said no, without saying why.";
}
