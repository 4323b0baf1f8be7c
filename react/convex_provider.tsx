"use client";
/**
 * The client in React's context.
 *
 * Owns: the context, and the error for its absence.
 */

import { createContext, type ReactNode, useContext } from "react";
import type { ConvexReactClient } from "./convex_react_client.js";

const ConvexContext = createContext<ConvexReactClient | undefined>(undefined);

/** Gives the hooks below it their client. */
export function ConvexProvider({
  client,
  children,
}: {
  client: ConvexReactClient;
  children?: ReactNode;
}) {
  return <ConvexContext.Provider value={client}>{children}</ConvexContext.Provider>;
}

/** The client of the nearest provider; undefined at run time where there is none. */
export function useConvex(): ConvexReactClient {
  return useContext(ConvexContext) as ConvexReactClient;
}

/** The client, for the hook of this name. Throws where there is no provider. */
export function useClient(hook: string): ConvexReactClient {
  const client = useContext(ConvexContext);
  if (client === undefined) {
    throw new Error(
      `Could not find Convex client! \`${hook}\` must be used in the React component tree under \`ConvexProvider\`. Did you forget it? See https://docs.convex.dev/quick-start#set-up-convex-in-your-react-app`,
    );
  }
  return client;
}
