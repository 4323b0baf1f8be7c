/**
 * Several queries at one time of the database.
 *
 * Owns: the types that keep each result with its query, the time, which query an error is of. Leaves to others: each
 * call (`calls.ts`).
 */

import type { FunctionArgs, FunctionReturnType } from "convex/server";
import type { Value } from "convex/values";
import { encodeArgs, functionName, parseArgs } from "../functions.js";
import type { Preloaded } from "../preloaded.js";
import type { Reference } from "../reference.js";
import { type FunctionCall, runQuery, runTime } from "./calls.js";
import { type NextjsOptions, targetOf } from "./options.js";
import { payloadOf } from "./payload.js";

type Query = Reference<"query">;
type EmptyObject = Record<string, never>;

/** A query and its arguments, which may be left out where it has none. */
export type QueryCall<Each extends Query> = {
  query: Each;
} & (FunctionArgs<Each> extends EmptyObject
  ? { args?: FunctionArgs<Each> }
  : { args: FunctionArgs<Each> });

/** The calls of a tuple of queries. */
export type QueryCalls<Queries extends readonly Query[]> = {
  readonly [At in keyof Queries]: QueryCall<Queries[At]>;
};

/**
 * Runs queries at one time of the database: what they give belongs together. They are asked for one by one, after a
 * request for that time, which the calls of one render share for 15 seconds, where their limits are the same; what
 * asks late is refused by the deployment (after about 30 seconds). Results of different times fit no cache, so there is no option of one.
 *
 * @returns the results, in the order of the queries
 * @throws the first failure; where it is of the arguments or of the function its message names the query
 */
export async function fetchQueries<const Queries extends readonly Query[]>(
  queries: QueryCalls<Queries>,
  options: NextjsOptions = {},
): Promise<{ -readonly [At in keyof Queries]: FunctionReturnType<Queries[At]> }> {
  const results = await runAll(queries, options);
  return results.map(({ value }) => value) as never;
}

/** Runs queries as `fetchQueries` does, each for a `usePreloadedQuery` of `lentil/react`. */
export async function preloadQueries<const Queries extends readonly Query[]>(
  queries: QueryCalls<Queries>,
  options: NextjsOptions = {},
): Promise<{ -readonly [At in keyof Queries]: Preloaded<Queries[At]> }> {
  const results = await runAll(queries, options);
  return results.map(({ call, value }) => payloadOf(call, value, options.token)) as never;
}

async function runAll(
  queries: readonly { query: unknown; args?: unknown }[],
  options: NextjsOptions,
): Promise<{ call: FunctionCall; value: Value }[]> {
  const target = targetOf(options);
  const calls = queries.map(callOf);
  if (calls.length === 0) return [];
  const at = await runTime(target);
  return await Promise.all(
    calls.map(async (call) => ({ call, value: await runQuery(target, { ...call, at }) })),
  );
}

function callOf({ query, args }: { query: unknown; args?: unknown }): FunctionCall {
  const name = functionName(query);
  const label = `[CONVEX Q(${name})] `;
  try {
    return { name, args: encodeArgs(parseArgs(args)), label };
  } catch (cause) {
    throw new Error(label + (cause as Error).message, { cause });
  }
}
