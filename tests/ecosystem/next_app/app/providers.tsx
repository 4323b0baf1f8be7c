"use client";
// The client of the page, and its provider.

import { ConvexProvider, ConvexReactClient } from "convex/react";
import type { ReactNode } from "react";

const client = new ConvexReactClient(process.env.NEXT_PUBLIC_CONVEX_URL as string);

export function Providers({ children }: { children: ReactNode }) {
  return <ConvexProvider client={client}>{children}</ConvexProvider>;
}
