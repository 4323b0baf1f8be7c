"use client";
// The provider of @convex-dev/auth in the browser.

import { ConvexAuthNextjsProvider } from "@convex-dev/auth/nextjs";
import { ConvexReactClient } from "convex/react";

const client = new ConvexReactClient(process.env.NEXT_PUBLIC_CONVEX_URL as string);

export function SignedIn({ isSignedIn }: { isSignedIn: boolean }) {
  return <ConvexAuthNextjsProvider client={client}>{String(isSignedIn)}</ConvexAuthNextjsProvider>;
}
