// BaseConvexClient of lentil/browser: the members, signatures and types of convex/browser. Compiled, never run.

import type * as official from "convex/browser";
import type * as lentil from "lentil/browser";
import { type Equal, holds } from "./equal.js";

type Official = official.BaseConvexClient;
type Ours = lentil.BaseConvexClient;

export function everyPublicMemberIsThere(client: Ours) {
  const members: { [Name in keyof Official]: unknown } = client;
  const asInterface: lentil.BaseConvexClientInterface = client;
  return [members, asInterface];
}

export function signaturesAreTheSame() {
  holds<
    Equal<
      ConstructorParameters<typeof lentil.BaseConvexClient>[1],
      ConstructorParameters<typeof official.BaseConvexClient>[1]
    >
  >();
  holds<Equal<Ours["subscribe"], Official["subscribe"]>>();
  holds<Equal<Ours["localQueryResult"], Official["localQueryResult"]>>();
  holds<Equal<Ours["queryJournal"], Official["queryJournal"]>>();
  holds<Equal<Ours["setAuth"], Official["setAuth"]>>();
  holds<Equal<Ours["hasAuth"], Official["hasAuth"]>>();
  holds<Equal<Ours["clearAuth"], Official["clearAuth"]>>();
  holds<Equal<Ours["getCurrentAuthClaims"], Official["getCurrentAuthClaims"]>>();
  holds<Equal<lentil.AuthTokenFetcher, official.AuthTokenFetcher>>();
  holds<Equal<Ours["action"], Official["action"]>>();
  holds<Equal<Ours["close"], Official["close"]>>();
  holds<Equal<ReturnType<Ours["connectionState"]>["connectionCount"], number>>();
  holds<Equal<lentil.ConnectionState, ReturnType<Ours["connectionState"]>>>();
  holds<Equal<keyof lentil.ConnectionState, keyof official.ConnectionState>>();
}

export function typesFitEachOther(
  state: lentil.ConnectionState,
  options: lentil.BaseConvexClientOptions,
  transition: Parameters<Parameters<Ours["addOnTransitionHandler"]>[0]>[0],
  store: lentil.OptimisticLocalStore,
) {
  const theirState: official.ConnectionState = state;
  const theirOptions: official.BaseConvexClientOptions = options;
  const theirTransition: Parameters<Parameters<Official["addOnTransitionHandler"]>[0]>[0] =
    transition;
  const theirStore: official.OptimisticLocalStore = store;
  holds<Equal<lentil.QueryToken, official.QueryToken>>();
  holds<Equal<lentil.QueryJournal, official.QueryJournal>>();
  holds<Equal<lentil.FunctionResult, official.FunctionResult>>();
  holds<Equal<lentil.PaginationStatus, official.PaginationStatus>>();
  holds<Equal<lentil.SubscribeOptions, official.SubscribeOptions>>();
  holds<Equal<keyof lentil.MutationOptions, keyof official.MutationOptions>>();
  return [theirState, theirOptions, theirTransition, theirStore];
}
