// References that the type tests of the sample app do not have, for the files beside this one: arguments
// that are a union, none at all, optional ones, pages. Owns no claims. Compiled, never run.

import type { FunctionReference, PaginationOptions, PaginationResult } from "convex/server";

/** Arguments that are one of two. */
export type ByKind = FunctionReference<
  "query",
  "public",
  { kind: "count"; limit: number } | { kind: "search"; text: string },
  number | string
>;

/** No arguments. */
export type Everything = FunctionReference<"query", "public", Record<string, never>, { id: 1 }[]>;

/** Arguments that may all be left away. */
export type Limited = FunctionReference<"query", "public", { limit?: number }, number>;

export type Change = FunctionReference<
  "mutation",
  "public",
  { id: string; patch?: { title?: string } } | { id: string; remove: true },
  null
>;

export type Run = FunctionReference<"action", "public", { input?: string }, { output: string }>;

export type Item = { _id: string; rank: number };

export type Pages = FunctionReference<
  "query",
  "public",
  { paginationOpts: PaginationOptions; tag: "new" | "old"; limit?: number },
  PaginationResult<Item>
>;
