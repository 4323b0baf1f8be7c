/**
 * Loader of the client role: the module's bytes are inside the JavaScript, so any bundler carries them.
 *
 * Compiles at the first call, not at import: server rendering imports this and never needs it.
 */

import { type Glue, newGlue } from "../../wasm/client_bg.js";
import text from "../../wasm/client_text.js";
import { compile } from "./compile.js";
import { instantiate } from "./instantiate.js";

/** An instance of the core. */
export type Core = Glue;

let module: WebAssembly.Module | undefined;

/** A new instance of the core. */
export function newCore(): Core {
  module ??= compile(text);
  return instantiate(module, newGlue());
}
