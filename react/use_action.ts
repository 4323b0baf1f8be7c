"use client";
/**
 * An action as a function.
 *
 * Owns: its stable identity.
 */

import type { FunctionReturnType, OptionalRestArgs } from "convex/server";
import { useMemo } from "react";
import { functionName, functionOf } from "../js/functions.js";
import type { Reference } from "../js/reference.js";
import { useClient } from "./convex_provider.js";

type ActionReference = Reference<"action">;

/** Runs the action it stands for. */
export type ReactAction<Action extends ActionReference> = (
  ...args: OptionalRestArgs<Action>
) => Promise<FunctionReturnType<Action>>;

/** A function that runs the action; the same one at each render. */
export function useAction<Action extends ActionReference>(action: Action): ReactAction<Action> {
  const client = useClient("useAction");
  const name = functionName(action);
  return useMemo(() => {
    const reference = functionOf(name) as Action;
    return (...args) => client.action(reference, ...args);
  }, [client, name]);
}
