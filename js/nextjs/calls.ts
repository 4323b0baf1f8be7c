/**
 * Calls of `lentil/nextjs`: under their limits, and a query but once in a render.
 *
 * Owns: what makes two queries of a render the same. Leaves to others: what a render is (`#per-render`), limits
 * (`limits.ts`), the call itself (`http/call.ts`).
 */

import type { Value } from "convex/values";
import { perRender } from "#per-render";
import { canonicalPath } from "../functions.js";
import { callFunction, fetchTime, type HttpCall } from "../http/call.js";
import { limited } from "./limits.js";
import type { Target } from "./options.js";

/** A function with its arguments, as `HttpCall` has them. */
export type FunctionCall = Pick<HttpCall, "name" | "args" | "at" | "label">;

const UNCACHED: RequestInit = { cache: "no-store" };

/** What was asked for in this render. */
interface Asked {
  signal: Target["signal"];
  /** By `performance.now()`. */
  since: number;
  outcome: Promise<unknown>;
}

/** Of this render; of one call alone outside of any. */
const askedInRender = perRender?.(() => new Map<string, Asked>());

/** Runs a query. Where this render has asked for the same already, this is that call. */
export function runQuery(target: Target, call: FunctionCall): Promise<Value> {
  const { token, adminToken, init } = target;
  const key = () => [canonicalPath(call.name), call.args, call.at, token, adminToken, init];
  return onceInRender(target, key, () => run("query", target, call));
}

/** Ms after which a time is not used again: what is asked for at a time long ago is refused. */
const LIFE_OF_TIME = 15_000;

/** The time that the database is at; the same one for a while in a render. */
export function runTime(target: Target): Promise<string> {
  const time = (signal: AbortSignal | undefined) =>
    fetchTime(target.url, { init: withSignal(UNCACHED, signal) });
  const make = () => limited(`The time for queries at ${target.url}`, "", target, time);
  return onceInRender(target, () => [], make, LIFE_OF_TIME);
}

/** Runs a mutation or an action. What was asked for before it in this render may be otherwise by now. */
export async function runEffect(
  kind: "mutation" | "action",
  target: Target,
  call: FunctionCall,
): Promise<Value> {
  try {
    return await run(kind, { ...target, init: UNCACHED }, call);
  } finally {
    askedInRender?.().clear();
  }
}

function run(kind: "query" | "mutation" | "action", target: Target, call: FunctionCall) {
  const { url, token, adminToken, init } = target;
  const { name, args, at, label } = call;
  const details = { url, kind, name, args, at, label, token, adminToken };
  const what = `The ${kind} ${name} at ${url}`;
  return limited(what, kind === "query" ? "" : "; it may have run", target, (signal) =>
    callFunction(details, { init: withSignal(init, signal) }, console),
  );
}

const withSignal = (init: RequestInit, signal: AbortSignal | undefined) =>
  signal === undefined ? init : { ...init, signal };

/** What failed may be asked for again. */
function onceInRender<T>(
  target: Target,
  key: () => unknown[],
  make: () => Promise<T>,
  life = Number.POSITIVE_INFINITY,
): Promise<T> {
  const asked = askedInRender?.();
  if (asked === undefined) return make();
  const { url, signal, timeoutMs } = target;
  const id = JSON.stringify([url, timeoutMs, ...key()]);
  const known = asked.get(id);
  const now = performance.now();
  // Another signal may end another call.
  if (known !== undefined && known.signal === signal && now - known.since < life)
    return known.outcome as Promise<T>;
  const outcome = make();
  const entry = { signal, since: now, outcome };
  asked.set(id, entry);
  outcome.catch(() => {
    if (asked.get(id) === entry) asked.delete(id);
  });
  return outcome;
}
