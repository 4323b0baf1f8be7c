/**
 * One query of one client: what the server said, what is shown, who listens.
 *
 * Holds them together. Leaves to others: what is shown, whom to tell, and when a slot goes (`view_store.ts`).
 */

import type { Value } from "convex/values";
import { type Entry, PENDING } from "./entries.js";
import type { QueryToken } from "./functions.js";

/** A query as it is subscribed. */
export interface QueryDescription {
  token: QueryToken;
  /** Canonical path. */
  path: string;
  args: Record<string, Value>;
}

/** What the server said of a query. */
export interface Base extends QueryDescription {
  /** The core's id; a query that is dropped and watched again gets a new one. None while there is no core. */
  id: number | undefined;
  entry: Entry;
  /** What is shown is this very entry, and not one that is equal or lies above. */
  isShown?: boolean;
  journal: string | null | undefined;
  logLines?: string[] | undefined;
}

/** The place of a query. The same object for as long as somebody listens or there is something to show. */
export class QuerySlot {
  readonly token: QueryToken;
  base: Base | undefined;
  shown: Entry = PENDING;
  /** An update has set what is shown. */
  isOverlaid = false;
  /** Another slot may have taken its place. */
  isGone = false;
  /** By listener what calls it for as long as it is there. */
  readonly listeners = new Map<() => void, () => void>();

  constructor(token: QueryToken) {
    this.token = token;
  }

  /** Whether it is watched, or set by an update. */
  get isListed(): boolean {
    return this.base !== undefined || this.isOverlaid;
  }
}
