/**
 * Loader of the client role in a worker: the module's text comes from the page, which has it anyway.
 */

import { compile } from "../../js/wasm/compile.js";
import { instantiate } from "../../js/wasm/instantiate.js";
import { type Glue, newGlue } from "../../wasm/client_bg.js";

/** An instance of the core. */
export type Core = Glue;

let module: WebAssembly.Module | (() => WebAssembly.Module);

/** The module's text is this. */
export function giveCore(text: string): void {
  module = () => compile(text);
}

/** A new instance of the core. */
export function newCore(): Core {
  if (typeof module === "function") module = module();
  return instantiate(module, newGlue());
}
