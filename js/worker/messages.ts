/**
 * What passes between a page and the worker that has its core.
 *
 * Types only. A page counts the failures that it was told of: its era. What it says in an earlier one concerns a core that
 * is gone. Queries have ids of the page's; requests have those of the core, which both sides count alike.
 */

import type { ClientEvent, QueryChange, TransitionRecord } from "../records.js";

/** To the worker. */
export type ToWorker =
  /** The first message has what the core is made of. */
  | { era: number; calls: Call[]; setUp?: SetUp | undefined }
  /** The machine, or the person, may be back: the name of the window's event. */
  | { sign: string }
  /** The last message. */
  | { end: true };

/** What a worker needs to make cores. */
export interface SetUp {
  /** The deployment's. */
  address: string;
  /** The module as text. */
  core: string;
  /** Whether anyone looks at what passes between the core and the platform. */
  isTraced: boolean;
}

/** One call into the core: `start`, or a name of `core_calls.ts`, and what it takes. */
export type Call = [name: string, ...args: unknown[]];

/** What a call of `subscribe` takes here: the page's id, and how many times the query began to be watched. */
export type SubscribeArgs = [query: number, time: number, ...texts: (string | undefined)[]];

/** What is posted to the page: a message in JSON, and the frame that its record refers to, if any. */
export type Sent = [message: string, frame: string];

/** To the page. */
export type ToPage =
  | Said
  /** The answer to `value`. */
  | { value: QueryChange }
  /** The core failed; it is being started anew. */
  | { failed: string }
  /** A new core is there. */
  | { restarted: true }
  /** No core can be made here. */
  | { dead: string }
  | { trace: string };

/** What the core said, when it had taken so many requests. */
export interface Said {
  taken: number;
  events: SentEvent[];
}

/** What it says, with the page's ids of queries. */
export type SentEvent = Exclude<ClientEvent, { record: unknown }> | { record: SentRecord };

/** A record; not written out (`complete.ts`). */
export type SentRecord = Omit<TransitionRecord, "queries"> & { queries: SentChange[] };

/** Where it is gone: which time of being watched has ended. */
export interface SentChange extends QueryChange {
  time?: number;
}
