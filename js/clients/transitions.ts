/**
 * Transitions as `BaseConvexClient` tells them.
 *
 * Owns: their types, and making one of a step of what is shown. Leaves to others: whom to tell, and when
 * (`base_client.ts`).
 */

import type { Value } from "convex/values";
import type { Step, View } from "../browser/sync_client.js";
import type { Entry } from "../entries.js";
import { decode } from "../function_errors.js";
import type { QueryToken } from "../functions.js";
import type { Settled } from "../records.js";
import type { Timestamp } from "./timestamp.js";

/** What a function came to. */
export type FunctionResult = FunctionSuccess | FunctionFailure;

/** It gave a value. */
export type FunctionSuccess = { success: true; value: Value; logLines: string[] };

/** It failed. */
export type FunctionFailure = {
  success: false;
  errorMessage: string;
  /** The data of a ConvexError. */
  errorData?: Value | undefined;
  logLines: string[];
};

/** What happened to a query; an undefined result is one that shows as loading. */
export type QueryModification =
  | { kind: "Updated"; result: FunctionResult | undefined }
  | { kind: "Removed" };

/** One step of what is shown, by the server or by an optimistic update. */
export type Transition = {
  queries: { token: QueryToken; modification: QueryModification }[];
  reflectedMutations: { requestId: number; result: FunctionResult }[];
  timestamp: Timestamp;
};

/** The step as a transition; undefined where it shows nothing new and is none of the server's. */
export function transitionOf(
  { changed, record, mutations }: Step,
  view: View,
  timestamp: Timestamp,
): Transition | undefined {
  const ran = record?.queries.filter(({ loading }) => !loading) ?? [];
  const said = ran.flatMap(({ query }) => view.describe(query)?.token ?? []);
  // What an update shows as loading is no news whatever comes under it.
  const known = said.filter((token) => view.entry(token).status !== "pending");
  const queries = [...new Set([...known, ...changed])].filter(
    (token) => view.known(token)?.isListed,
  );
  const isServers = record === undefined || record.server !== undefined;
  if (!isServers && queries.length === 0 && mutations.length === 0) return undefined;
  return {
    queries: queries.map((token) => ({
      token,
      // What an update has set comes of no run of the query.
      modification: { kind: "Updated", result: resultOf(token, view, record !== undefined) },
    })),
    reflectedMutations: mutations.map((settled) => ({
      requestId: settled.request,
      result: outcomeOf(settled),
    })),
    timestamp,
  };
}

/** The value that is shown; undefined while loading. Throws the query's error. */
export function shownValue(entry: Entry): Value | undefined {
  if (entry.status === "error") throw entry.error;
  return entry.status === "success" ? (entry.value as Value) : undefined;
}

function resultOf(token: QueryToken, view: View, hasRun: boolean): FunctionResult | undefined {
  const entry = view.entry(token);
  const logLines = (hasRun && view.logLines(token)) || [];
  if (entry.status === "pending") return undefined;
  if (entry.status === "success") return { success: true, value: entry.value as Value, logLines };
  const errorMessage = plainMessage(token, entry.error);
  const errorData = "data" in entry.error ? (entry.error.data as Value) : undefined;
  return { success: false, errorMessage, errorData, logLines };
}

/** The server's text, without what says which query failed. */
function plainMessage(token: QueryToken, { message }: Error): string {
  const { udfPath } = JSON.parse(token) as { udfPath: string };
  const [prefix, suffix] = [`[CONVEX Q(${udfPath})] `, "\n  Called by client"];
  const isOurs = message.startsWith(prefix) && message.endsWith(suffix);
  return isOurs ? message.slice(prefix.length, -suffix.length) : message;
}

function outcomeOf(settled: Settled): FunctionResult {
  const { logLines } = settled;
  try {
    if (!("error" in settled)) {
      return { success: true, value: decode(settled.value, settled.special), logLines };
    }
    const { message: errorMessage, data, special } = settled.error;
    const errorData = data === undefined ? undefined : decode(data, special);
    return { success: false, errorMessage, errorData, logLines };
  } catch (error) {
    // A value that cannot be decoded rejects the mutation's promise, too.
    return { success: false, errorMessage: (error as Error).message, logLines };
  }
}
