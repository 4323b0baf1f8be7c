/**
 * Convex in Next.js server components, server actions and route handlers.
 *
 * Owns: the options and the preloaded payload. Leaves to others: the call itself (`http/call.ts`). Opens no socket,
 * listener or timer.
 */

import type { ArgsAndOptions, FunctionReturnType } from "convex/server";
import { convexToJson, type JSONValue, jsonToConvex, type Value } from "convex/values";
import { validateDeploymentUrl } from "../deployment_url.js";
import { functionName, parseArgs } from "../functions.js";
import { callFunction, type HttpCall } from "../http/call.js";
import type { Preloaded } from "../preloaded.js";
import type { Reference } from "../reference.js";

export type { Preloaded } from "../preloaded.js";

declare const process: { env: { NEXT_PUBLIC_CONVEX_URL?: string } };

/** Options of a call. */
export type NextjsOptions = {
  /** The JWT of the user on whose behalf the function runs. */
  token?: string;
  /** The deployment's URL. Default: `process.env.NEXT_PUBLIC_CONVEX_URL`. */
  url?: string;
  /** The deployment's admin key; wins over `token`. */
  adminToken?: string;
  /** Accept an address that does not look like a deployment's. Default: false. */
  skipConvexDeploymentUrlCheck?: boolean;
};

/** Runs a query for `usePreloadedQuery` of `lentil/react`; the payload may cross to client components. */
export async function preloadQuery<Query extends Reference<"query">>(
  query: Query,
  ...args: ArgsAndOptions<Query, NextjsOptions>
): Promise<Preloaded<Query>> {
  const value = await fetchQuery(query, ...args);
  const payload = {
    _name: functionName(query),
    _argsJSON: convexToJson(parseArgs(args[0])),
    _valueJSON: convexToJson(value),
  };
  return payload as unknown as Preloaded<Query>;
}

/** The result inside a preloaded payload. */
export function preloadedQueryResult<Query extends Reference<"query">>(
  preloaded: Preloaded<Query>,
): FunctionReturnType<Query> {
  return jsonToConvex(preloaded._valueJSON as JSONValue);
}

/** Runs a query once. */
export async function fetchQuery<Query extends Reference<"query">>(
  query: Query,
  ...args: ArgsAndOptions<Query, NextjsOptions>
): Promise<FunctionReturnType<Query>> {
  return await call("query", query, args);
}

/** Runs a mutation. */
export async function fetchMutation<Mutation extends Reference<"mutation">>(
  mutation: Mutation,
  ...args: ArgsAndOptions<Mutation, NextjsOptions>
): Promise<FunctionReturnType<Mutation>> {
  return await call("mutation", mutation, args);
}

/** Runs an action. */
export async function fetchAction<Action extends Reference<"action">>(
  action: Action,
  ...args: ArgsAndOptions<Action, NextjsOptions>
): Promise<FunctionReturnType<Action>> {
  return await call("action", action, args);
}

const UNCACHED = { init: { cache: "no-store" } } as const;

function call(
  kind: HttpCall["kind"],
  reference: unknown,
  [args, options = {}]: [args?: Record<string, Value>, options?: NextjsOptions],
): Promise<Value> {
  const name = functionName(reference);
  const { token, adminToken } = options;
  const url = deploymentUrl(options);
  const parsed = parseArgs(args);
  return callFunction({ url, kind, name, args: parsed, token, adminToken }, UNCACHED, console);
}

function deploymentUrl(options: NextjsOptions): string {
  if ("url" in options && options.url === undefined) {
    console.error(
      "deploymentUrl is undefined, are your environment variables set? In the future explicitly passing undefined will cause an error. To explicitly use the default, pass `process.env.NEXT_PUBLIC_CONVEX_URL`.",
    );
  }
  // Written out in full: bundlers replace exactly this expression.
  const url: unknown = options.url ?? process.env.NEXT_PUBLIC_CONVEX_URL;
  if (typeof url !== "string") {
    throw new Error(
      options.url === undefined
        ? "Environment variable NEXT_PUBLIC_CONVEX_URL is not set."
        : "Convex function called with invalid deployment address.",
    );
  }
  if (!options.skipConvexDeploymentUrlCheck) validateDeploymentUrl(url);
  return url;
}
