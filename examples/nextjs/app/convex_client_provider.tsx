"use client";
// The live client, one for the whole page. On the server it is made as well and opens nothing.

import { ConvexProvider, ConvexReactClient } from "lentil/react";
import type { ReactNode } from "react";

const convex = new ConvexReactClient(process.env.NEXT_PUBLIC_CONVEX_URL);

export function ConvexClientProvider({ children }: { children: ReactNode }) {
  return <ConvexProvider client={convex}>{children}</ConvexProvider>;
}
