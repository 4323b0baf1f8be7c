// Hooks that an app writes over those of lentil/react, with the reference as a type parameter: what is
// written for convex/react compiles, and gives the same types. Compiled, never run.

// biome-ignore-all lint/correctness/useHookAtTopLevel: hooks are compiled here, never run

import * as official from "convex/react";
import type { FunctionArgs, FunctionReference, FunctionReturnType } from "convex/server";
import * as lentil from "lentil/react";
import { type Equal, holds } from "./equal.js";
import type { ByKind, Change, Everything, Limited, Pages, Run } from "./generic_references.js";

type Query = FunctionReference<"query">;
type Mutation = FunctionReference<"mutation">;
type Action = FunctionReference<"action">;

// One pair of wrappers each: the same text over either package.

function useOurs<Q extends Query>(query: Q, ...args: lentil.OptionalRestArgsOrSkip<Q>) {
  return lentil.useQuery(query, ...args);
}
function useTheirs<Q extends Query>(query: Q, ...args: official.OptionalRestArgsOrSkip<Q>) {
  return official.useQuery(query, ...args);
}

function useOursWhen<Q extends Query>(
  query: Q,
  args: FunctionArgs<Q> | "skip",
): FunctionReturnType<Q> | undefined {
  return lentil.useQuery(query, ...([args] as unknown as lentil.OptionalRestArgsOrSkip<Q>));
}
function useTheirsWhen<Q extends Query>(
  query: Q,
  args: FunctionArgs<Q> | "skip",
): FunctionReturnType<Q> | undefined {
  return official.useQuery(query, ...([args] as unknown as official.OptionalRestArgsOrSkip<Q>));
}

const useOurMutation = <M extends Mutation>(mutation: M): lentil.ReactMutation<M> =>
  lentil.useMutation(mutation);
const useTheirMutation = <M extends Mutation>(mutation: M): official.ReactMutation<M> =>
  official.useMutation(mutation);

const useOurAction = <A extends Action>(action: A): lentil.ReactAction<A> =>
  lentil.useAction(action);
const useTheirAction = <A extends Action>(action: A): official.ReactAction<A> =>
  official.useAction(action);

function useOurPages<P extends lentil.PaginatedQueryReference>(
  pages: P,
  args: lentil.PaginatedQueryArgs<P> | "skip",
): lentil.UsePaginatedQueryReturnType<P> {
  return lentil.usePaginatedQuery(pages, args, { initialNumItems: 3 });
}
function useTheirPages<P extends official.PaginatedQueryReference>(
  pages: P,
  args: official.PaginatedQueryArgs<P> | "skip",
): official.UsePaginatedQueryReturnType<P> {
  return official.usePaginatedQuery(pages, args, { initialNumItems: 3 });
}

export function aWrapperOfAQueryInfersLikeTheHook(byKind: ByKind, all: Everything, of: Limited) {
  const ours = useOurs(byKind, { kind: "count", limit: 1 });
  const theirs = useTheirs(byKind, { kind: "count", limit: 1 });
  holds<Equal<typeof ours, number | string | undefined>>();
  holds<Equal<typeof ours, typeof theirs>>();
  const everything = useOurs(all);
  const theirEverything = useTheirs(all);
  holds<Equal<typeof everything, { id: 1 }[] | undefined>>();
  holds<Equal<typeof everything, typeof theirEverything>>();
  holds<Equal<Parameters<typeof useOurs<Limited>>, Parameters<typeof useTheirs<Limited>>>>();
  const limited = useOurs(of, {});
  holds<Equal<typeof limited, number | undefined>>();
}

export function aWrapperWithFixedArgumentsKeepsTheResult(byKind: ByKind, isShown: boolean) {
  const ours = useOursWhen(byKind, isShown ? { kind: "search", text: "a" } : "skip");
  const theirs = useTheirsWhen(byKind, isShown ? { kind: "search", text: "a" } : "skip");
  holds<Equal<typeof ours, FunctionReturnType<ByKind> | undefined>>();
  holds<Equal<typeof ours, typeof theirs>>();
  // @ts-expect-error: a count has no text
  useOursWhen(byKind, isShown ? { kind: "count", text: "a" } : "skip");
  // @ts-expect-error: a count has no text
  useTheirsWhen(byKind, isShown ? { kind: "count", text: "a" } : "skip");
}

export function wrappersOfRequestsInferLikeTheHooks(change: Change, run: Run) {
  const mutate = useOurMutation(change);
  const theirMutate = useTheirMutation(change);
  holds<Equal<Parameters<typeof mutate>, Parameters<typeof theirMutate>>>();
  holds<Equal<ReturnType<typeof mutate>, Promise<null>>>();
  holds<Equal<ReturnType<typeof mutate>, ReturnType<typeof theirMutate>>>();
  const act = useOurAction(run);
  const theirAct = useTheirAction(run);
  holds<Equal<Parameters<typeof act>, Parameters<typeof theirAct>>>();
  holds<Equal<Awaited<ReturnType<typeof act>>, { output: string }>>();
  holds<Equal<ReturnType<typeof act>, ReturnType<typeof theirAct>>>();
}

export function aWrapperOfPagesInfersLikeTheHook(pages: Pages) {
  const ours = useOurPages(pages, { tag: "new" });
  const theirs = useTheirPages(pages, { tag: "new" });
  holds<Equal<typeof ours, typeof theirs>>();
  holds<Equal<(typeof ours.results)[number]["rank"], number>>();
  useOurPages(pages, "skip");
  useTheirPages(pages, "skip");
  // @ts-expect-error: no such tag
  useOurPages(pages, { tag: "none" });
  // @ts-expect-error: no such tag
  useTheirPages(pages, { tag: "none" });
}

/** Many queries by their names, each with the result of its own. */
export function useAll<T extends Record<string, Everything | Limited>>(queries: T) {
  const asked = Object.entries(queries).map(([name, query]) => [name, { query, args: {} }]);
  const ours = lentil.useQueries(Object.fromEntries(asked));
  const theirs = official.useQueries(Object.fromEntries(asked));
  holds<Equal<typeof ours, typeof theirs>>();
  return ours as { [Name in keyof T]: FunctionReturnType<T[Name]> | undefined | Error };
}

export function resultsFlowIntoOtherTypes(all: Everything, of: Limited) {
  const both = useAll({ all, of });
  holds<Equal<typeof both.all, { id: 1 }[] | undefined | Error>>();
  holds<Equal<typeof both.of, number | undefined | Error>>();
  const first: FunctionReturnType<Everything>[number] | undefined = lentil.useQuery(all)?.[0];
  return first;
}
