"use client";
/**
 * A provider that signs in whom an authentication library has signed in.
 *
 * Owns: when the client is told of a user and when that there is none, and what components see of it. Leaves to
 * others: tokens and their renewal (the client), the library.
 */

import { type ReactNode, useEffect, useMemo, useState } from "react";
import type { AuthTokenFetcher } from "../js/browser/auth_source.js";
import { AuthContext, SigningInContext } from "./auth_state.js";
import { ConvexProvider } from "./convex_provider.js";
import type { ConvexReactClient } from "./convex_react_client.js";

/** What this needs of a client. */
interface Client {
  setAuth(
    fetchToken: AuthTokenFetcher,
    onChange: (isAuthenticated: boolean) => void,
    onRefreshChange?: (isRefreshing: boolean) => void,
  ): void;
  clearAuth(): void;
}

/** What an authentication library says of the user. */
interface Account {
  isLoading: boolean;
  isAuthenticated: boolean;
  /**
   * A JWT, or null. Another function means another token, perhaps of another user, and is asked for it at once: the same
   * one has to be given at each render.
   */
  fetchAccessToken: (args: { forceRefreshToken: boolean }) => Promise<string | null>;
}

/** A `ConvexProvider` that also gives `useConvexAuth` its state. `useAuth` is a hook that says who is signed in. */
export function ConvexProviderWithAuth({
  children,
  client,
  useAuth,
}: {
  children?: ReactNode;
  client: Client;
  useAuth: () => Account;
}) {
  const account = useAuth();
  const [confirmed, setConfirmed] = useState<boolean | null>(null);
  const [refreshing, setRefreshing] = useState(false);
  const expected = account.isLoading ? null : account.isAuthenticated ? confirmed : false;
  if (expected !== confirmed) {
    setConfirmed(expected);
    setRefreshing(false);
  }
  const isLoading = confirmed === null;
  const isAuthenticated = account.isAuthenticated && confirmed === true;
  const isRefreshing = refreshing && isAuthenticated;
  const state = useMemo(
    () => ({ isLoading, isAuthenticated, isRefreshing }),
    [isLoading, isAuthenticated, isRefreshing],
  );
  const isLibraryLoading = account.isLoading;
  const signingIn = useMemo(
    () => ({ client, isLibraryLoading, isUserUnknown: isLoading }),
    [client, isLibraryLoading, isLoading],
  );
  const effect = { client, account, setConfirmed, setRefreshing };
  return (
    <AuthContext.Provider value={state}>
      <SignIn {...effect} />
      <SigningInContext.Provider value={signingIn}>
        <ConvexProvider client={client as unknown as ConvexReactClient}>{children}</ConvexProvider>
      </SigningInContext.Provider>
      <SignOut {...effect} />
    </AuthContext.Provider>
  );
}

interface EffectProps {
  client: Client;
  account: Account;
  setConfirmed: (confirmed: boolean | null) => void;
  setRefreshing: (isRefreshing: boolean) => void;
}

/** The first child: the client hears of the user before the children after it subscribe to anything. */
function SignIn({ client, account, setConfirmed, setRefreshing }: EffectProps) {
  const { isLoading, isAuthenticated, fetchAccessToken } = account;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a library that loads again signs in again
  useEffect(() => {
    if (!isAuthenticated) return;
    let isOver = false;
    client.setAuth(
      fetchAccessToken,
      (isConfirmed) => {
        if (!isOver) setConfirmed(isConfirmed);
      },
      (isRefreshing) => {
        if (!isOver) setRefreshing(isRefreshing);
      },
    );
    return () => {
      isOver = true;
      setRefreshing(false);
    };
  }, [client, fetchAccessToken, isAuthenticated, isLoading, setConfirmed, setRefreshing]);
  return null;
}

/**
 * The last child: what the others watch is left before the user is, so that nothing runs again for nobody. Another token
 * function alone signs nobody out: the next token takes the place of the last one, and the client tells users apart.
 */
function SignOut({ client, account, setConfirmed }: EffectProps) {
  const { isLoading, isAuthenticated } = account;
  // biome-ignore lint/correctness/useExhaustiveDependencies: as in SignIn
  useEffect(() => {
    if (!isAuthenticated) return;
    return () => {
      client.clearAuth();
      setConfirmed(null);
    };
  }, [client, isAuthenticated, isLoading, setConfirmed]);
  return null;
}
