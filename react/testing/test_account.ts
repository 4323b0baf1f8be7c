/**
 * The user of a test, as an authentication library would tell of him.
 *
 * Owns: who is signed in, as the test says. Leaves to others: what components see of it (`ConvexProviderWithAuth`).
 */

import { useSyncExternalStore } from "react";
import { acting } from "./acting.js";

/** Who is signed in, as `useConvexAuth` tells it. */
export type TestAuth = "loading" | "authenticated" | "refreshing" | "unauthenticated";

/** What `useAuth` of `ConvexProviderWithAuth` gives. */
interface Account {
  isLoading: boolean;
  isAuthenticated: boolean;
  fetchAccessToken: typeof fetchTestToken;
}

/** The same one for all: with another one the user would sign in anew. */
export const fetchTestToken = async (): Promise<string> => "a token of a test";

/** The user of one test. */
export class TestAccount {
  readonly #listeners = new Set<() => void>();
  #auth: TestAuth;

  constructor(auth: TestAuth) {
    this.#auth = auth;
  }

  get isRefreshing(): boolean {
    return this.#auth === "refreshing";
  }

  become(auth: TestAuth): void {
    this.#auth = auth;
    acting(() => {
      for (const hear of this.#listeners) hear();
    });
  }

  /** Of the same identity at each render. */
  readonly useAuth = (): Account => {
    const auth = useSyncExternalStore(this.#subscribe, this.#read, this.#read);
    const isAuthenticated = auth === "authenticated" || auth === "refreshing";
    return { isLoading: auth === "loading", isAuthenticated, fetchAccessToken: fetchTestToken };
  };

  readonly #subscribe = (hear: () => void) => {
    this.#listeners.add(hear);
    return () => {
      this.#listeners.delete(hear);
    };
  };

  readonly #read = () => this.#auth;
}
