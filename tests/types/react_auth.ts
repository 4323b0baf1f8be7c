// Signing in through lentil/react and its providers for Clerk and Auth0: the signatures of convex/react.
// Compiled, never run.

// biome-ignore-all lint/correctness/useHookAtTopLevel: hooks are compiled here, never run

import * as official from "convex/react";
import type * as officialAuth0 from "convex/react-auth0";
import type * as officialClerk from "convex/react-clerk";
import * as lentil from "lentil/react";
import type * as lentilAuth0 from "lentil/react-auth0";
import type * as lentilClerk from "lentil/react-clerk";
import { type Equal, holds } from "./equal.js";

type PropsOf<Component extends (props: never) => unknown> = Parameters<Component>[0];

/** Whether each takes what the other takes. */
type Alike<A, B> = [A, B] extends [B, A] ? true : false;

export function providersTakeTheSame() {
  type Ours = PropsOf<typeof lentil.ConvexProviderWithAuth>;
  type Theirs = PropsOf<typeof official.ConvexProviderWithAuth>;
  holds<Alike<Ours, Theirs>>();
  type OurClerk = PropsOf<typeof lentilClerk.ConvexProviderWithClerk>;
  type TheirClerk = PropsOf<typeof officialClerk.ConvexProviderWithClerk>;
  holds<Alike<OurClerk, TheirClerk>>();
  type OurAuth0 = PropsOf<typeof lentilAuth0.ConvexProviderWithAuth0>;
  type TheirAuth0 = PropsOf<typeof officialAuth0.ConvexProviderWithAuth0>;
  holds<Alike<OurAuth0, TheirAuth0>>();
}

export function providersTakeTheClient(client: lentil.ConvexReactClient) {
  const ours: PropsOf<typeof lentil.ConvexProviderWithAuth>["client"] = client;
  const theirs: PropsOf<typeof official.ConvexProviderWithAuth>["client"] = client;
  const clerk: PropsOf<typeof lentilClerk.ConvexProviderWithClerk>["client"] = client;
  return [ours, theirs, clerk];
}

export function theStateAndTheHelpersAreTheSame() {
  const state = lentil.useConvexAuth();
  const officialState = official.useConvexAuth();
  holds<Equal<typeof state, typeof officialState>>();
  holds<Equal<lentil.ConvexAuthState, official.ConvexAuthState>>();
  type Helper = "Authenticated" | "Unauthenticated" | "AuthLoading" | "AuthRefreshing";
  holds<Alike<PropsOf<(typeof lentil)[Helper]>, PropsOf<(typeof official)[Helper]>>>();
}

export function theClientSignsInWithAFunction(client: lentil.ConvexReactClient) {
  holds<Equal<ReturnType<lentil.AuthTokenFetcher>, ReturnType<official.AuthTokenFetcher>>>();
  holds<
    Alike<
      Parameters<lentil.ConvexReactClient["setAuth"]>,
      Parameters<official.ConvexReactClient["setAuth"]>
    >
  >();
  client.setAuth(async ({ forceRefreshToken }) => (forceRefreshToken ? null : "token"));
  // @ts-expect-error: a string is no function that fetches tokens
  client.setAuth("token");
}
