/**
 * Pages as functions give them.
 *
 * Owns: what is a page, when one is split, which error means that its cursor is of no use any more. Leaves to others:
 * which pages there are (`paginated_queries.ts`, `react/`).
 */

import type { PaginationResult } from "convex/server";

/** How far a list of pages is loaded. */
export type PaginationStatus = "LoadingFirstPage" | "CanLoadMore" | "LoadingMore" | "Exhausted";

/** One page, with what the server says of its size. */
export type Page = PaginationResult<unknown>;

/** The value of a paginated query as a page. Throws where it is none. */
export function asPage(value: unknown): Page {
  const { page, isDone, continueCursor } = (value ?? {}) as Partial<Page>;
  if (Array.isArray(page) && typeof isDone === "boolean" && typeof continueCursor === "string") {
    return value as Page;
  }
  throw new Error(`Not a valid paginated query result: ${value?.toString()}`);
}

/** Where to split a page that has grown, or that the server wants split. */
export function splitCursorOf(page: Page, initialNumItems: number): string | undefined {
  const isAsked = page.pageStatus === "SplitRecommended" || page.pageStatus === "SplitRequired";
  const isLarge = isAsked || page.page.length > initialNumItems * 2;
  return (isLarge && page.splitCursor) || undefined;
}

/** The query changed under its cursors: only a new beginning helps. */
export function isInvalidCursor(error: Error & { data?: unknown }): boolean {
  if (error.message.includes("InvalidCursor")) return true;
  const data = (error.data ?? {}) as { isConvexSystemError?: unknown; paginationError?: unknown };
  return data.isConvexSystemError === true && data.paginationError === "InvalidCursor";
}

/** Refuses a first page of no size. */
export function checkInitialNumItems(initialNumItems: unknown): void {
  if (typeof initialNumItems === "number" && !(initialNumItems < 0)) return;
  throw new Error(
    `\`options.initialNumItems\` must be a positive number. Received \`${initialNumItems}\`.`,
  );
}
