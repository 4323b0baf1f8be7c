/**
 * From text to a compiled module, for the loaders that carry the bytes inside the JavaScript.
 *
 * Leaves to others: the text's form (`decode.ts`), instantiation (`instantiate.ts`).
 */

import { decode } from "./decode.js";

/**
 * Compiles the module whose text is given.
 *
 * @throws an Error that says what to do where the page's policy forbids WebAssembly
 */
export function compile(text: string): WebAssembly.Module {
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
