/**
 * What comes of a function, as a server would tell it.
 *
 * Owns: values and failures of the test's answers in the forms of the wire, and back. Leaves to others: the answers
 * (`answers.ts`).
 */

import { ConvexError, convexToJson, type Value } from "convex/values";
import { decode, functionError } from "../../js/function_errors.js";
import type { Failure, QueryChange } from "../../js/records.js";
import { type Answers, pending, wireValue } from "./answers.js";

/** How a promise ends. */
export type Settle = (resolve: (value: unknown) => void, reject: (error: unknown) => void) => void;

/** What is to be shown for a query. */
export function queryOutcome(
  answers: Answers,
  name: string,
  args: Record<string, Value>,
): Omit<QueryChange, "query"> {
  try {
    const value = answers.of("query", name, args);
    if (value === pending) return { loading: true };
    return { whole: { set: wireValue(value), special: true } };
  } catch (error) {
    return { error: failureOf(error) };
  }
}

/** How a mutation or an action ends, once it does. No server answers within the call. */
export async function callOutcome(
  answers: Answers,
  kind: "mutation" | "action",
  name: string,
  args: Record<string, Value>,
): Promise<Settle> {
  try {
    await undefined;
    const value = await answers.of(kind, name, args);
    if (value === pending) return await new Promise<Settle>(() => {});
    const decoded = decode(wireValue(value), true);
    return (resolve) => resolve(decoded);
  } catch (error) {
    const failed = functionError(kind === "mutation" ? "M" : "A", name, failureOf(error));
    // Where in the test it was thrown.
    failed.cause ??= error;
    return (_, reject) => reject(failed);
  }
}

/** What a server says of what a function threw. */
function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof ConvexError)) return { message };
  return { message, data: convexToJson(error.data), special: true };
}
