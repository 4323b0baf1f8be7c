/**
 * What a deployment answered to one call over HTTP.
 *
 * Owns: the short way for a success, which the engine's own parser reads several times faster than the core passes over
 * it. Leaves to others: every other answer, and what is wrong with it (the core).
 */

import type { JSONValue } from "convex/values";
import type { Settled } from "../records.js";

type WithoutRequest<T> = T extends Settled ? Omit<T, "request"> : never;

/** A function's value or failure, as `src/http.rs` writes it. */
export type HttpAnswer = WithoutRequest<Settled>;

/** The success in a response; `undefined` for whatever else it is. */
export function successIn(status: number, body: string): HttpAnswer | undefined {
  if (status < 200 || status > 299) return undefined;
  const read = parsed(body);
  if (read?.status !== "success" || read.value === undefined) return undefined;
  const answer = { value: read.value, logLines: read.logLines ?? [] };
  return mayHoldSpecialKey(body) ? { ...answer, special: true } : answer;
}

interface Success {
  status?: unknown;
  value?: JSONValue;
  logLines?: string[];
}

function parsed(body: string): Success | null {
  try {
    return JSON.parse(body) as Success | null;
  } catch {
    return null;
  }
}

/** Whether a key may begin with `$`, which may be escaped. Looking for one character first is next to free. */
function mayHoldSpecialKey(body: string): boolean {
  return (body.includes("$") || body.includes("\\u0024")) && /"(?:\$|\\u0024)/.test(body);
}
