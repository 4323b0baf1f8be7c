"use client";
/**
 * Who the user is, as components see it.
 *
 * Owns: the context below the providers with authentication. Leaves to others: what is in it
 * (`convex_provider_with_auth.tsx`).
 */

import { createContext, useContext } from "react";

/** What is known of the user. */
export type ConvexAuthState = {
  /** Whether a user is signed in is not known yet. */
  isLoading: boolean;
  /** The server has taken the user's token. */
  isAuthenticated: boolean;
  /** The server has refused a token that it had taken, and another one is being fetched. */
  isRefreshing: boolean;
};

export const AuthContext = createContext<ConvexAuthState | undefined>(undefined);

/** What a provider with authentication says of its own client alone, for `usePreloadedQuery`. */
export interface SigningIn {
  client: object;
  /** The library has yet to say if anybody is signed in. Until then the client asks as nobody. */
  isLibraryLoading: boolean;
  /** It has yet to say so, or the server has yet to take the user's token. */
  isUserUnknown: boolean;
}

export const SigningInContext = createContext<SigningIn | undefined>(undefined);

/** What is known of the user. Throws where there is no provider with authentication. */
export function useConvexAuth(): {
  isLoading: boolean;
  isAuthenticated: boolean;
  isRefreshing: boolean;
} {
  const state = useContext(AuthContext);
  if (state === undefined) {
    throw new Error(
      "Could not find `ConvexProviderWithAuth` (or `ConvexProviderWithClerk` or `ConvexProviderWithAuth0`) as an ancestor component. This component may be missing, or you might have two instances of the `convex/react` module loaded in your project.",
    );
  }
  return state;
}
