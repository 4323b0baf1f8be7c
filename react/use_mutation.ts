"use client";
/**
 * A mutation as a function.
 *
 * Owns: its stable identity and `withOptimisticUpdate`.
 */

import type {
  ArgsAndOptions,
  FunctionArgs,
  FunctionReturnType,
  OptionalRestArgs,
} from "convex/server";
import { useMemo } from "react";
import { functionName, functionOf } from "../js/functions.js";
import type { OptimisticUpdate } from "../js/optimistic.js";
import type { Reference } from "../js/reference.js";
import { useClient } from "./convex_provider.js";
import type { ConvexReactClient, MutationOptions } from "./convex_react_client.js";

type MutationReference = Reference<"mutation">;

/** Runs the mutation it stands for. */
export interface ReactMutation<Mutation extends MutationReference> {
  /** Resolves when the mutation's effect is visible in all results. */
  (...args: OptionalRestArgs<Mutation>): Promise<FunctionReturnType<Mutation>>;
  /** The same mutation, with its effect shown before the server answers. */
  withOptimisticUpdate<T extends OptimisticUpdate<FunctionArgs<Mutation>>>(
    optimisticUpdate: T &
      // biome-ignore lint/suspicious/noExplicitAny: any Promise, whatever it holds
      (ReturnType<T> extends Promise<any>
        ? "Optimistic update handlers must be synchronous"
        : // biome-ignore lint/complexity/noBannedTypes: intersecting with {} changes nothing
          {}),
  ): ReactMutation<Mutation>;
}

/** A function that runs the mutation; the same one at each render. */
export function useMutation<Mutation extends MutationReference>(
  mutation: Mutation,
): ReactMutation<Mutation> {
  const client = useClient("useMutation");
  const name = functionName(mutation);
  return useMemo(() => makeMutation<Mutation>(client, name, undefined), [client, name]);
}

function makeMutation<Mutation extends MutationReference>(
  client: ConvexReactClient,
  name: string,
  update: OptimisticUpdate<FunctionArgs<Mutation>> | undefined,
): ReactMutation<Mutation> {
  const reference = functionOf(name) as Mutation;
  const run = (args?: FunctionArgs<Mutation>) => {
    assertNotEvent(args);
    const options = [args === undefined ? {} : args, { optimisticUpdate: update }] as unknown;
    type Rest = ArgsAndOptions<Mutation, MutationOptions<FunctionArgs<Mutation>>>;
    return client.mutation(reference, ...(options as Rest));
  };
  const withOptimisticUpdate = (next: OptimisticUpdate<FunctionArgs<Mutation>>) => {
    if (update !== undefined) {
      throw new Error(`Already specified optimistic update for mutation ${name}`);
    }
    return makeMutation<Mutation>(client, name, next);
  };
  return Object.assign(run, { withOptimisticUpdate }) as unknown as ReactMutation<Mutation>;
}

/** `onClick={mutation}` passes the event as arguments. */
function assertNotEvent(args: unknown): void {
  if (typeof args !== "object" || args === null) return;
  if ("bubbles" in args && "persist" in args && "isDefaultPrevented" in args) {
    throw new Error(
      "Convex function called with SyntheticEvent object. Did you use a Convex function as an event handler directly? Event handlers like onClick receive an event object as their first argument. These SyntheticEvent objects are not valid Convex values. Try wrapping the function like `const handler = () => myMutation();` and using `handler` in the event handler.",
    );
  }
}
