// Fast Refresh as a development server does it: versions of a module, each in the place of the last. To be imported
// before React DOM is, which joins at its start.
//
// Owns: the runtime of `react-refresh`, what it is told of a module. Leaves to others: the transforms (compile.mjs).

import { createRequire } from "node:module";
import { REFRESHED, run, transformed } from "./compile.mjs";

const runtime = createRequire(import.meta.url)("react-refresh/runtime");
runtime.injectIntoGlobalHook(globalThis);

/** What a version of the module `path` exports; components of the same names are those of before, changed. */
export function load(path, text, modules) {
  const globals = {
    $RefreshReg$: (type, name) => runtime.register(type, `${path} ${name}`),
    $RefreshSig$: runtime.createSignatureFunctionForTransform,
  };
  return run(transformed(path, text, REFRESHED), modules, globals);
}

/** Puts what was loaded since the last time on the page; says which components changed, and whether they began anew. */
export function refresh() {
  const update = runtime.performReactRefresh();
  const names = (families) => Array.from(families, ({ current }) => current.name);
  return { updated: names(update.updatedFamilies), remounted: names(update.staleFamilies) };
}
