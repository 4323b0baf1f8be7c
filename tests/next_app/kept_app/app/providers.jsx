"use client";
// The live client, and an authentication library that loads until the test calls `signIn`.

import { ConvexProviderWithAuth, ConvexReactClient } from "lentil/react";
import { useCallback, useEffect, useState } from "react";

const convex = new ConvexReactClient(process.env.NEXT_PUBLIC_CONVEX_URL);

function useAuth() {
  const [token, setToken] = useState();
  useEffect(() => {
    globalThis.signIn = setToken;
  }, []);
  const fetchAccessToken = useCallback(async () => token, [token]);
  return { isLoading: token === undefined, isAuthenticated: Boolean(token), fetchAccessToken };
}

export function Providers({ children }) {
  return (
    <ConvexProviderWithAuth client={convex} useAuth={useAuth}>
      {children}
    </ConvexProviderWithAuth>
  );
}
