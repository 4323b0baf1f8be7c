/**
 * The callbacks of `ConvexClient`.
 *
 * Owns: their order, what each was told last, the first call for what is there already. Leaves to others: what is
 * shown, and when it changes (`base_client.ts`).
 */

import type { QueryToken } from "../functions.js";

/** One subscription with its callback. */
export interface Listener {
  /** What stands for it in `tell`. */
  readonly token: QueryToken | symbol;
  /** Whether there is something to tell at once. */
  isReady(): boolean;
  /** What is shown; throws what is shown as an error. */
  read(): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: each query's callback takes its own query's result
  readonly callback: (value: any, reserved: string) => unknown;
  readonly onError: ((error: Error, reserved: string) => unknown) | undefined;
}

/** What a listener was told. */
type Told = { value: unknown } | { error: unknown };

/** The callbacks of one client, in the order in which they came. */
export class Listeners {
  readonly #listeners = new Map<Listener, Told | undefined>();
  readonly #report: (error: unknown) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `report` receives what a callback throws. */
  constructor(report: (error: unknown) => void) {
    this.#report = report;
  }

  /** One more, which is told soon if there is something to tell. */
  add(listener: Listener): void {
    this.#listeners.set(listener, undefined);
    if (this.#timer !== undefined || !listener.isReady()) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      for (const [each, told] of this.#listeners) {
        if (told === undefined && each.isReady()) this.#call(each);
      }
    }, 0);
  }

  remove(listener: Listener): void {
    this.#listeners.delete(listener);
  }

  /** These queries changed. */
  tell(tokens: Set<QueryToken | symbol>): void {
    for (const listener of this.#listeners.keys()) {
      if (tokens.has(listener.token)) this.#call(listener);
    }
  }

  /** Nobody is told any more. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#listeners.clear();
  }

  /** One that throws does not silence the others. What was told already is not told again. */
  #call(listener: Listener): void {
    // Nothing is shown while the user changes; what comes next is told.
    if (!listener.isReady()) return;
    const told = this.#listeners.get(listener);
    const now = readTold(listener);
    this.#listeners.set(listener, now);
    try {
      if ("error" in now) {
        if (!(told && "error" in told && told.error === now.error)) tellError(listener, now.error);
      } else if (!(told && "value" in told && Object.is(told.value, now.value))) {
        listener.callback(now.value, RESERVED_FOR_CALLBACK);
      }
    } catch (error) {
      this.#report(error);
    }
  }
}

const RESERVED_FOR_CALLBACK = "Second argument to onUpdate callback is reserved for later use";
const RESERVED_FOR_ERROR = "Second argument to onUpdate onError is reserved for later use";

function readTold(listener: Listener): Told {
  try {
    return { value: listener.read() };
  } catch (error) {
    return { error };
  }
}

/** Where nobody hears of it, it makes a noise. */
function tellError({ onError }: Listener, error: unknown): void {
  if (onError) onError(error as Error, RESERVED_FOR_ERROR);
  else void Promise.reject(error);
}
