/**
 * From a compiled module to a running one.
 *
 * Owns: instantiation. Leaves to others: where the module comes from (the loaders, `compile.ts`).
 */

/** The part of wasm-bindgen's glue that a loader needs. */
export interface Glue {
  __wbg_start(exports: WebAssembly.Exports): void;
}

/** Instantiates a module and ties it to its glue. */
export function instantiate<G extends Glue>(module: WebAssembly.Module, glue: G): G {
  const instance = new WebAssembly.Instance(module, {
    // The one name that the module imports from, as wasm-opt shortened it.
    a: glue as unknown as WebAssembly.ModuleImports,
  });
  glue.__wbg_start(instance.exports);
  return glue;
}
