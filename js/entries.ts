/**
 * What is shown of one query at one time.
 *
 * Owns: the entry, and its identity: the same object for as long as it shows the same. Leaves to others: whose it is
 * (`query_slot.ts`), patching (`patch.ts`), comparing values (`share.ts`).
 */

import { applyPatches, placed } from "./patch.js";
import type { QueryChange } from "./records.js";
import { share } from "./share.js";

/** A result as it is shown; the same object until it changes. */
export type Entry =
  | { readonly status: "pending" }
  | { readonly status: "success"; readonly value: unknown }
  | { readonly status: "error"; readonly error: Error };

/** What is shown for a query of which nothing is known: everywhere the same object. */
export const PENDING: Entry = { status: "pending" };

/** A value as an entry; undefined shows as loading. */
export function entryOf(value: unknown): Entry {
  return value === undefined ? PENDING : { status: "success", value };
}

/**
 * The entry after a change of what the server said.
 *
 * @throws where the change cannot be decoded, or does not fit
 */
export function entryAfter(
  old: Entry,
  { whole, patches = [] }: Pick<QueryChange, "whole" | "patches">,
): Entry {
  const before = old.status === "success" ? old.value : undefined;
  if (!whole && patches.length === 0) return old;
  const value = whole ? placed(before, whole) : applyPatches(before, patches);
  return old.status === "success" && Object.is(value, before) ? old : entryOf(value);
}

/** The old entry where the new one shows the same; else the new one, with every equal part of the old. */
export function keepIdentity(old: Entry, next: Entry): Entry {
  if (old.status === "pending" && next.status === "pending") return old;
  if (old.status === "error" && next.status === "error" && old.error === next.error) return old;
  if (old.status !== "success" || next.status !== "success") return next;
  const value = share(old.value, next.value);
  if (Object.is(value, old.value)) return old;
  return Object.is(value, next.value) ? next : entryOf(value);
}
