/**
 * From a compiled module to a running one.
 *
 * Owns: instantiation. Leaves to others: where the module comes from (the loaders, `compile.ts`).
 */

/** The part of wasm-bindgen's glue that ties an instance to JavaScript. */
interface Tie {
  imports: WebAssembly.ModuleImports;
  start(exports: WebAssembly.Exports): void;
}

/** Instantiates a module with a glue of its own, which is returned. */
export function instantiate<G extends Tie>(module: WebAssembly.Module, glue: G): G {
  // The one name that the module imports from, as wasm-opt shortened it.
  const instance = new WebAssembly.Instance(module, { a: glue.imports });
  glue.start(instance.exports);
  return glue;
}
