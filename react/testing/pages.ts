/**
 * Items as a query in pages gives them.
 *
 * Owns: where a page ends: cursors are places in the list.
 */

import type { PaginationOptions, PaginationResult } from "convex/server";

/** The page that is asked for. */
export function pageOf<Item>(
  items: readonly Item[],
  { numItems, cursor, endCursor }: PaginationOptions,
): PaginationResult<Item> {
  const start = cursor === null ? 0 : Number(cursor);
  const end = endCursor == null ? start + numItems : Number(endCursor);
  const isDone = end >= items.length;
  return { page: items.slice(start, end), isDone, continueCursor: String(end) };
}
