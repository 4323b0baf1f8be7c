// Arguments that are a union, optional or absent through lentil/react: taken and refused as by convex/react.
// Compiled, never run; every wrong call is wrong in both packages.

// biome-ignore-all lint/correctness/useHookAtTopLevel: hooks are compiled here, never run

import * as official from "convex/react";
import type { FunctionArgs } from "convex/server";
import { makeFunctionReference } from "convex/server";
import * as lentil from "lentil/react";
import { type Equal, holds } from "./equal.js";
import type {
  ByKind,
  Change,
  Everything,
  Item,
  Limited,
  Pages,
  Run,
} from "./generic_references.js";

export function eitherMemberOfAUnionIsTaken(byKind: ByKind, isShown: boolean) {
  const ours = lentil.useQuery(byKind, isShown ? { kind: "count", limit: 1 } : "skip");
  const theirs = official.useQuery(byKind, isShown ? { kind: "count", limit: 1 } : "skip");
  holds<Equal<typeof ours, number | string | undefined>>();
  holds<Equal<typeof ours, typeof theirs>>();
  lentil.useQuery(byKind, { kind: "search", text: "a" });
  official.useQuery(byKind, { kind: "search", text: "a" });
  // @ts-expect-error: the text belongs to the other kind
  lentil.useQuery(byKind, { kind: "count", text: "a" });
  // @ts-expect-error: the text belongs to the other kind
  official.useQuery(byKind, { kind: "count", text: "a" });
  // @ts-expect-error: one of the two is needed
  lentil.useQuery(byKind);
  // @ts-expect-error: one of the two is needed
  official.useQuery(byKind);
}

export function argumentsThatMayBeAbsentAre(all: Everything, of: Limited) {
  for (const hooks of [lentil, official]) {
    hooks.useQuery(all);
    hooks.useQuery(all, {});
    hooks.useQuery(all, "skip");
    hooks.useQuery(of, {});
    hooks.useQuery(of, { limit: 1 });
  }
  // @ts-expect-error: the function takes none
  lentil.useQuery(all, { limit: 1 });
  // @ts-expect-error: the function takes none
  official.useQuery(all, { limit: 1 });
  // @ts-expect-error: an object is needed, even where it may be empty
  lentil.useQuery(of);
  // @ts-expect-error: an object is needed, even where it may be empty
  official.useQuery(of);
  // @ts-expect-error: the limit is a number
  lentil.useQuery(of, { limit: "1" });
  // @ts-expect-error: the limit is a number
  official.useQuery(of, { limit: "1" });
}

export function requestsTakeUnionsAndOptionalArguments(change: Change, run: Run) {
  const mutate = lentil.useMutation(change);
  const theirMutate = official.useMutation(change);
  for (const call of [mutate, theirMutate]) {
    call({ id: "a", patch: { title: "b" } });
    call({ id: "a", remove: true });
    // @ts-expect-error: it is removed or not
    call({ id: "a", remove: false });
  }
  mutate.withOptimisticUpdate((_store, args) => {
    holds<Equal<typeof args, FunctionArgs<Change>>>();
    if ("remove" in args) holds<Equal<typeof args.remove, true>>();
  });
  for (const call of [lentil.useAction(run), official.useAction(run)]) {
    call({});
    call({ input: "a" });
  }
}

export function pagesTakeWhatIsLeftOfTheArguments(pages: Pages, isShown: boolean) {
  const options = { initialNumItems: 3 };
  const ours = lentil.usePaginatedQuery(pages, isShown ? { tag: "new" } : "skip", options);
  const theirs = official.usePaginatedQuery(pages, isShown ? { tag: "new" } : "skip", options);
  holds<Equal<typeof ours, typeof theirs>>();
  holds<Equal<typeof ours.results, Item[]>>();
  lentil.usePaginatedQuery(pages, { tag: "old", limit: 1 }, options);
  official.usePaginatedQuery(pages, { tag: "old", limit: 1 }, options);
  // @ts-expect-error: no such tag
  lentil.usePaginatedQuery(pages, { tag: "none" }, options);
  // @ts-expect-error: no such tag
  official.usePaginatedQuery(pages, { tag: "none" }, options);
}

export function theObjectFormTellsItsStates(byKind: ByKind, all: Everything, isShown: boolean) {
  const args: FunctionArgs<ByKind> = { kind: "count", limit: 1 };
  const ours = lentil.useQuery_experimental({ query: byKind, args: isShown ? args : "skip" });
  const theirs = official.useQuery_experimental({ query: byKind, args: isShown ? args : "skip" });
  holds<Equal<typeof ours, typeof theirs>>();
  if (ours.status === "success") holds<Equal<typeof ours.data, number | string>>();
  if (ours.status === "error") holds<Equal<typeof ours.error, Error>>();
  const throwing = lentil.useQuery_experimental({ query: all, args: {}, throwOnError: true });
  // @ts-expect-error: it would have thrown
  return throwing.status === "error";
}

export function aReferenceByNameKeepsItsTypes() {
  const named = makeFunctionReference<"query", { limit: number }, string>("messages:first");
  const ours = lentil.useQuery(named, { limit: 1 });
  const theirs = official.useQuery(named, { limit: 1 });
  holds<Equal<typeof ours, string | undefined>>();
  holds<Equal<typeof ours, typeof theirs>>();
}
