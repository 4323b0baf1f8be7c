/**
 * What the app gets of a function: its value, or its failure.
 *
 * Owns: decoding, and the error objects with their texts, which are npm convex's, for apps match on them.
 */

import { ConvexError, type JSONValue, jsonToConvex, type Value } from "convex/values";
import type { Failure } from "./records.js";

/** The letter that stands for a kind of function in messages; the last one for a kind that is not known. */
export type FunctionLetter = "Q" | "M" | "A" | "?";

/** A value as the app sees it. */
export function decode(value: JSONValue, special: true | undefined): Value {
  return special ? jsonToConvex(value) : (value as Value);
}

/** The error of a function that failed over the socket. */
export function functionError(letter: FunctionLetter, path: string, failure: Failure): Error {
  return failureError(
    `[CONVEX ${letter}(${path})] ${failure.message}\n  Called by client`,
    failure,
  );
}

/** An error with this message; a ConvexError where the function threw one. */
export function failureError(message: string, failure: Failure): Error {
  if (!("data" in failure)) return new Error(message);
  const error = new ConvexError<Value>(message);
  error.data = decode(failure.data as JSONValue, failure.special);
  return error;
}
