/**
 * Convex in Next.js server components, server actions and route handlers: what `lentil/nextjs` exports.
 *
 * Owns: single calls. Leaves to others: the options (`options.ts`), running calls (`calls.ts`), several queries at one
 * time (`together.ts`). Opens no socket and no listener, and a timer for `timeoutMs` alone.
 */

import type { ArgsAndOptions, FunctionReturnType } from "convex/server";
import { encodeArgs, functionName, parseArgs } from "../functions.js";
import type { Preloaded } from "../preloaded.js";
import type { Reference } from "../reference.js";
import { type FunctionCall, runEffect, runQuery } from "./calls.js";
import { type NextjsOptions, type NextjsQueryOptions, type Target, targetOf } from "./options.js";
import { payloadOf } from "./payload.js";

export type { Preloaded } from "../preloaded.js";
export type { NextjsOptions, NextjsQueryOptions } from "./options.js";
export { preloadedQueryResult } from "./payload.js";
export { fetchQueries, preloadQueries, type QueryCall, type QueryCalls } from "./together.js";

/** Runs a query for `usePreloadedQuery` of `lentil/react`; the payload may cross to client components. */
export async function preloadQuery<Query extends Reference<"query">>(
  query: Query,
  ...args: ArgsAndOptions<Query, NextjsQueryOptions>
): Promise<Preloaded<Query>> {
  const { target, call } = prepared(query, args);
  return payloadOf(call, await runQuery(target, call), target.token);
}

/** Runs a query once; in a render of server components once for all that ask for the same. */
export async function fetchQuery<Query extends Reference<"query">>(
  query: Query,
  ...args: ArgsAndOptions<Query, NextjsQueryOptions>
): Promise<FunctionReturnType<Query>> {
  const { target, call } = prepared(query, args);
  return await runQuery(target, call);
}

/** Runs a mutation. */
export async function fetchMutation<Mutation extends Reference<"mutation">>(
  mutation: Mutation,
  ...args: ArgsAndOptions<Mutation, NextjsOptions>
): Promise<FunctionReturnType<Mutation>> {
  const { target, call } = prepared(mutation, args);
  return await runEffect("mutation", target, call);
}

/** Runs an action. */
export async function fetchAction<Action extends Reference<"action">>(
  action: Action,
  ...args: ArgsAndOptions<Action, NextjsOptions>
): Promise<FunctionReturnType<Action>> {
  const { target, call } = prepared(action, args);
  return await runEffect("action", target, call);
}

function prepared(
  reference: unknown,
  [args, options = {}]: [args?: unknown, options?: NextjsQueryOptions],
): { target: Target; call: FunctionCall } {
  const name = functionName(reference);
  const target = targetOf(options);
  return { target, call: { name, args: encodeArgs(parseArgs(args)) } };
}
