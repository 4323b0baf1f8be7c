"use client";
/**
 * Convex for React with Auth0: what `lentil/react-auth0` exports.
 *
 * Owns: what of Auth0's `useAuth0` becomes a token. Leaves to others: everything else (`lentil/react`).
 */

import { useAuth0 } from "@auth0/auth0-react";
import { type ReactNode, useCallback } from "react";
import { type AuthTokenFetcher, ConvexProviderWithAuth } from "../index.js";

/** What this needs of a client. */
interface Client {
  setAuth(fetchToken: AuthTokenFetcher): void;
  clearAuth(): void;
}

/** A `ConvexProvider` for whom Auth0 has signed in; inside an `Auth0Provider`. */
export function ConvexProviderWithAuth0({
  children,
  client,
}: {
  children: ReactNode;
  client: Client;
}) {
  return (
    <ConvexProviderWithAuth client={client} useAuth={useAccount}>
      {children}
    </ConvexProviderWithAuth>
  );
}

function useAccount() {
  const { isLoading, isAuthenticated, getAccessTokenSilently } = useAuth0();
  const fetchAccessToken = useCallback(
    async ({ forceRefreshToken }: { forceRefreshToken: boolean }) => {
      const cacheMode = forceRefreshToken ? ("off" as const) : ("on" as const);
      try {
        return (await getAccessTokenSilently({ detailedResponse: true, cacheMode })).id_token;
      } catch {
        return null;
      }
    },
    [getAccessTokenSilently],
  );
  return { isLoading, isAuthenticated, fetchAccessToken };
}
