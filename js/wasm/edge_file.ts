/**
 * A module that is imported as a file on Vercel's edge runtime.
 *
 * Turbopack names the file where it renders client components for a page at the edge, but does not bring it along, and
 * takes no components from modules that are waited for. So nothing waits for the file, and that it is missing shows where
 * it is used: rendering uses no core. Leaves to others: the file (the loaders), instantiation (`instantiate.ts`).
 */

/** Gives the module of the file. It is there when the code that imports it has run, before any request. */
export function moduleOf(file: Promise<{ default: WebAssembly.Module }>): () => WebAssembly.Module {
  let module: WebAssembly.Module | undefined;
  let cause: unknown;
  file.then(
    (loaded) => {
      module = loaded.default;
    },
    (error) => {
      cause = error;
    },
  );
  return () => {
    if (module) return module;
    throw new Error(
      "Lentil's WebAssembly file is not loaded. At the edge, make clients and calls in a request's handler, not while modules load, nor while client components are rendered.",
      { cause },
    );
  };
}
