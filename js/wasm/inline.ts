/**
 * Loader of the client role: the module's bytes are inside the JavaScript, so any bundler carries them.
 *
 * Instantiates at the first call, not at import: server rendering imports this and never needs it.
 */

import * as glue from "../../wasm/client_bg.js";
import text from "../../wasm/client_text.js";
import { compile } from "./compile.js";
import { instantiate } from "./instantiate.js";

let running: typeof glue | undefined;

/** The running core: its exported classes. */
export function core(): typeof glue {
  running ??= instantiate(compile(text), glue);
  return running;
}
