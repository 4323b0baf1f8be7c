/**
 * Preloaded queries as the server makes them.
 *
 * Owns: making the payload and reading it. Leaves to others: its shape (`preloaded.ts`), going live (`react/`).
 */

import type { FunctionReturnType } from "convex/server";
import { convexToJson, type JSONValue, jsonToConvex, type Value } from "convex/values";
import type { Preloaded } from "../preloaded.js";
import type { Reference } from "../reference.js";
import type { FunctionCall } from "./calls.js";

/** `token`: of the user for whom the query ran. */
export function payloadOf<Query extends Reference<"query">>(
  { name, args }: FunctionCall,
  value: Value,
  token: string | undefined,
): Preloaded<Query> {
  const payload = { _name: name, _argsJSON: JSON.parse(args), _valueJSON: convexToJson(value) };
  // The token itself never crosses.
  return (token ? { ...payload, _isForUser: true } : payload) as unknown as Preloaded<Query>;
}

/** The result inside a preloaded payload. */
export function preloadedQueryResult<Query extends Reference<"query">>(
  preloaded: Preloaded<Query>,
): FunctionReturnType<Query> {
  return jsonToConvex(preloaded._valueJSON as JSONValue);
}
