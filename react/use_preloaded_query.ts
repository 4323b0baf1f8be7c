"use client";
/**
 * A query that a server has run already, gone live.
 *
 * Owns: showing the preloaded result until the live one is there, and is the user's. Leaves to others: who the user is
 * (`auth_state.ts`), what went before (`preloaded_past.ts`).
 */

import type { FunctionReturnType } from "convex/server";
import { type JSONValue, jsonToConvex } from "convex/values";
import { useContext, useEffect, useMemo, useState } from "react";
import { isForUser, type Preloaded } from "../js/preloaded.js";
import type { Reference } from "../js/reference.js";
import { SigningInContext } from "./auth_state.js";
import { useClient } from "./convex_provider.js";
import { resultOf } from "./convex_react_client.js";
import { PreloadedPast } from "./preloaded_past.js";
import { useEntry } from "./use_query.js";

/**
 * The result of a query that `preloadQuery` of `lentil/nextjs` has run: at first as preloaded, then live.
 *
 * What was preloaded for a user stays until it is first known who the user is here, and the query is not asked for nobody
 * before: below a provider with authentication what nobody would get, or a refusal, is not shown in between.
 * Once there was a live result the preloaded one does not come back: while the next user's is awaited the last one stays,
 * as there is no result that says so.
 *
 * @throws the live query's error
 */
export function usePreloadedQuery<Query extends Reference<"query">>(
  preloaded: Preloaded<Query>,
): FunctionReturnType<Query> {
  const { _name, _argsJSON, _valueJSON } = preloaded;
  const args = useMemo(() => jsonToConvex(_argsJSON as JSONValue), [_argsJSON]);
  const value = useMemo(() => jsonToConvex(_valueJSON as JSONValue), [_valueJSON]);
  const [past] = useState(newPast);
  const isHeld = isForUser(preloaded) && past.isUserUnknown(value);
  const signingIn = useSigningIn();
  const isWaiting = useWaiting(isHeld && signingIn.isLibraryLoading);
  const isUnknown = isHeld && (signingIn.isLibraryLoading ? isWaiting : signingIn.isUserUnknown);
  const entry = useEntry(_name, isWaiting ? "skip" : args);
  const live = isUnknown ? undefined : resultOf(entry);
  const last = live === undefined ? past.live(value) : live;
  useEffect(() => past.committed(value, !isUnknown, last));
  return (last === undefined ? value : last) as FunctionReturnType<Query>;
}

const newPast = () => new PreloadedPast();

/** As long (ms) as the client waits for a token. */
const LONGEST_WAIT = 30_000;

/** Whether there is something to wait for, and it has not taken too long. */
function useWaiting(isThere: boolean): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    if (!isThere) return;
    const timer = setTimeout(() => setOver(true), LONGEST_WAIT);
    return () => {
      clearTimeout(timer);
      setOver(false);
    };
  }, [isThere]);
  return isThere && !isOver;
}

/** Whether the provider of this very client has yet to find out who the user is. */
function useSigningIn(): { isLibraryLoading: boolean; isUserUnknown: boolean } {
  const client = useClient("useQuery");
  const signingIn = useContext(SigningInContext);
  return signingIn?.client === client ? signingIn : SIGNED_IN;
}

const SIGNED_IN = { isLibraryLoading: false, isUserUnknown: false };
