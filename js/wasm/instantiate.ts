/**
 * From bytes to a running module.
 *
 * Owns: instantiation. Leaves to others: where the text comes from (the loaders), its form (`decode.ts`).
 */

import { decode } from "./decode.js";

/** The part of wasm-bindgen's glue that a loader needs. */
export interface Glue {
  __wbg_start(exports: WebAssembly.Exports): void;
}

/**
 * Instantiates the module whose text is given and ties it to its glue.
 *
 * @throws an Error that says what to do where the page's policy forbids WebAssembly
 */
export function instantiate<G extends Glue>(text: string, glue: G): G {
  const instance = new WebAssembly.Instance(compile(text), {
    // The one name that the module imports from, as wasm-opt shortened it.
    a: glue as unknown as WebAssembly.ModuleImports,
  });
  glue.__wbg_start(instance.exports);
  return glue;
}

function compile(text: string): WebAssembly.Module {
  try {
    return new WebAssembly.Module(decode(text));
  } catch (cause) {
    throw new Error(
      "Lentil could not start its WebAssembly core. If this page has a Content-Security-Policy, " +
        "add 'wasm-unsafe-eval' to its script-src.",
      { cause },
    );
  }
}
