/**
 * Loader of the http role; see `inline.ts`.
 */

import { type Glue, newGlue } from "../../wasm/http_bg.js";
import text from "../../wasm/http_text.js";
import { compile } from "./compile.js";
import { instantiate } from "./instantiate.js";

/** An instance of the core. */
export type Core = Glue;

/** What a first call waits for: nothing. */
export const loaded: Promise<void> | undefined = undefined;

let module: WebAssembly.Module | undefined;

/** A new instance of the core. */
export function newCore(): Core {
  module ??= compile(text);
  return instantiate(module, newGlue());
}
