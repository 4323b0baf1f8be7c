/**
 * Who the user is, as far as JavaScript has a part in it.
 *
 * Owns: the app's token fetcher and its callbacks, the calls of both. Leaves to others: when a token is asked for, what
 * the server thinks of it, retries (the core).
 */

import type { AuthEvent } from "../records.js";
import type { WorkList } from "../work_list.js";
import type { CoreCalls } from "./core_calls.js";

/**
 * Fetches a JWT; null or undefined where nobody is signed in. With `forceRefreshToken` none from a cache: the last one
 * was refused or is about to expire. One that throws, or takes longer than half a minute, is called again.
 */
export type AuthTokenFetcher = (args: {
  forceRefreshToken: boolean;
}) => Promise<string | null | undefined>;

/** What an app says of its users. */
export interface AuthConfig {
  fetchToken: AuthTokenFetcher;
  /** Hears whether the server takes the user as signed in. */
  onChange: (isAuthenticated: boolean) => void;
  /** Hears when a token that the server refused is being replaced, and when that is over. */
  onRefreshChange?: ((isRefreshing: boolean) => void) | undefined;
}

type AuthCall = (client: CoreCalls) => string | undefined;

/** The credentials of one client. */
export class AuthSource {
  readonly #call: (method: AuthCall) => void;
  readonly #work: WorkList;
  /** Says again to a new core what the last one was told. */
  #repeat: AuthCall = () => undefined;
  #config: AuthConfig | undefined;
  #next: AuthConfig | undefined;
  /** Counts cores and who speaks for the user: an answer to an earlier one means nothing. */
  #era = 0;
  #isInUse = false;

  /** `call` enters the core and does all that follows. */
  constructor(call: (method: AuthCall) => void, work: WorkList) {
    this.#call = call;
    this.#work = work;
  }

  /** Tokens come from here from now on. */
  setAuth(config: AuthConfig): void {
    this.#next = config;
    this.#say((client) => client.call("setAuth", 0), true);
  }

  /** Nobody is signed in. */
  clear(): void {
    this.#say((client) => client.call("clearAuth", 0), false);
  }

  /** The deployment's admin key, and whom to act as. */
  setAdmin(key: string, actingAs: object | undefined): void {
    const attributes = actingAs && JSON.stringify(actingAs);
    this.#say((client) => client.call("setAdminAuth", 0, key, attributes), true);
  }

  /** A core that knows nothing is told who the user is. */
  repeat(): void {
    this.#era++;
    this.#call(this.#repeat);
  }

  /** Whether what is shown may be somebody's own. */
  get isInUse(): boolean {
    return this.#isInUse;
  }

  /** Does what the core says, once user code may run. */
  take(event: AuthEvent): void {
    // What is said of the config before comes before the first fetch of the new one.
    if ("fetchToken" in event && !event.fetchToken.force) this.#config = this.#next;
    const config = this.#config;
    if (config === undefined) return;
    this.#work.push(() => {
      if ("fetchToken" in event) this.#fetch(config.fetchToken, event.fetchToken);
      else if ("authenticated" in event) config.onChange(event.authenticated);
      else config.onRefreshChange?.(event.refreshing);
    });
  }

  #say(method: AuthCall, isInUse: boolean): void {
    this.#repeat = method;
    this.#era++;
    // Until the core has hidden what was the last user's: it may fail in this very call.
    this.#isInUse ||= isInUse;
    this.#call(method);
    this.#isInUse = isInUse;
  }

  #fetch(fetchToken: AuthTokenFetcher, { fetch, force }: { fetch: number; force: boolean }): void {
    const era = this.#era;
    const call = (method: AuthCall) => {
      if (era === this.#era) this.#call(method);
    };
    const fail = (error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      call((client) => client.call("tokenFailed", fetch, reason));
    };
    const answer = (token: unknown) => {
      if (!token || typeof token === "string")
        call((client) =>
          client.call("tokenFetched", fetch, (token || undefined) as string | undefined),
        );
      else fail(new Error(`fetchToken gave something of type ${typeof token}, not a string`));
    };
    try {
      Promise.resolve(fetchToken({ forceRefreshToken: force })).then(answer, fail);
    } catch (error) {
      fail(error);
    }
  }
}
