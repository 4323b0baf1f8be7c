/**
 * From bytes to a running module.
 *
 * Owns: decoding the inlined text, instantiation. Leaves to others: where the text comes from (the loaders).
 */

/** The part of wasm-bindgen's glue that a loader needs. */
export interface Glue {
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
}

/**
 * Instantiates the module whose hex text is given and ties it to its glue.
 *
 * @param name - file name of the glue, under which the module imports it
 * @throws an Error that says what to do where the page's policy forbids WebAssembly
 */
export function instantiate<G extends Glue>(name: string, hex: string, glue: G): G {
  const instance = new WebAssembly.Instance(compile(hex), {
    [`./${name}`]: glue as unknown as WebAssembly.ModuleImports,
  });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports["__wbindgen_start"] as () => void)();
  return glue;
}

function compile(hex: string): WebAssembly.Module {
  const bytes = new Uint8Array(hex.length / 2);
  for (let at = 0; at < bytes.length; at++) {
    bytes[at] = (digit(hex.charCodeAt(2 * at)) << 4) | digit(hex.charCodeAt(2 * at + 1));
  }
  try {
    return new WebAssembly.Module(bytes);
  } catch (cause) {
    throw new Error(
      "Lentil could not start its WebAssembly core. If this page has a Content-Security-Policy, " +
        "add 'wasm-unsafe-eval' to its script-src.",
      { cause },
    );
  }
}

function digit(code: number): number {
  return code < 58 ? code - 48 : code - 87;
}
