/**
 * What passes between a page and the worker that has its core.
 *
 * Types only. Queries have ids of the page's; requests have those of the core, which both sides count alike. The worker
 * counts the cores that have failed, its eras: what a page says in an earlier one concerns a core that is gone.
 */

import type { ClientEvent, QueryChange } from "../records.js";

/** To the worker. */
export type ToWorker =
  /** So many of these there were; the first message has what the core is made of. */
  | { era: number; batch: number; calls: Call[]; setUp?: SetUp | undefined }
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

/** What a call of `subscribe` takes here. */
export type SubscribeArgs = [query: number, ...texts: (string | undefined)[]];

/** What is posted to the page: a message in JSON, and the frame that its records refer to, if any. */
export type Sent = [message: string, frame?: string];

/** To the page. */
export type ToPage =
  | Said
  /** The answer to `value`: that, or the error that is shown. */
  | { value: QueryChange }
  /** The core failed; it is being started anew, in the next era. */
  | { failed: string; era: number }
  /** A new core is there. */
  | { restarted: true }
  /** No core can be made here. */
  | { dead: string }
  | { trace: string };

/** What the core said, when it had done so many batches. Queries have the page's ids; records are not written out (`complete.ts`). */
export interface Said {
  done: number;
  events: ClientEvent[];
}
