/**
 * Loader of the client role in a worker: the module's text comes from the page, which has it anyway.
 */

import { compile } from "../../js/wasm/compile.js";
import { instantiate } from "../../js/wasm/instantiate.js";
import { type Glue, newGlue } from "../../wasm/client_bg.js";

/** An instance of the core. */
export type Core = Glue;

let text: string;
let module: WebAssembly.Module | undefined;

/** The module's text is this. */
export function giveCore(given: string): void {
  text = given;
}

/** A new instance of the core. */
export function newCore(): Core {
  module ??= compile(text);
  return instantiate(module, newGlue());
}
