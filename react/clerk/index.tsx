"use client";
/**
 * Convex for React with Clerk: what `lentil/react-clerk` exports.
 *
 * Owns: what of Clerk's `useAuth` becomes a token. Leaves to others: everything else (`lentil/react`).
 */

import { type ReactNode, useCallback } from "react";
import { type AuthTokenFetcher, ConvexProviderWithAuth } from "../index.js";

/** What this needs of a client. */
interface Client {
  setAuth(fetchToken: AuthTokenFetcher): void;
  clearAuth(): void;
}

/** Clerk's `useAuth`, of any of its packages for React. */
type UseAuth = () => {
  isLoaded: boolean;
  isSignedIn: boolean | undefined;
  getToken: (options: { template?: "convex"; skipCache?: boolean }) => Promise<string | null>;
  orgId: string | undefined | null;
  orgRole: string | undefined | null;
  sessionId: string | undefined | null;
  sessionClaims: Record<string, unknown> | undefined | null;
};

/** A `ConvexProvider` for whom Clerk has signed in; inside a `ClerkProvider`, with that package's `useAuth`. */
export function ConvexProviderWithClerk({
  children,
  client,
  useAuth,
}: {
  children: ReactNode;
  client: Client;
  useAuth: UseAuth;
}) {
  const account = useAccount(useAuth());
  return (
    <ConvexProviderWithAuth client={client} useAuth={() => account}>
      {children}
    </ConvexProviderWithAuth>
  );
}

function useAccount(auth: ReturnType<UseAuth>) {
  const { isLoaded, isSignedIn, getToken, orgId, orgRole, sessionId, sessionClaims } = auth;
  // Another organisation, role or session has another token. Clerk's functions are not always the same.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const fetchAccessToken = useCallback(
    async ({ forceRefreshToken }: { forceRefreshToken: boolean }) => {
      // With Clerk's integration of Convex the session's own token will do; else it comes from a template.
      const isIntegrated = sessionClaims?.aud === "convex";
      const template = isIntegrated ? {} : { template: "convex" as const };
      try {
        return await getToken({ ...template, skipCache: forceRefreshToken });
      } catch {
        return null;
      }
    },
    [orgId, orgRole, sessionId],
  );
  return { isLoading: !isLoaded, isAuthenticated: isSignedIn ?? false, fetchAccessToken };
}
