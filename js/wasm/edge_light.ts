/**
 * Loader of the client role on Vercel's edge runtime, which compiles no bytes at run time: the module is imported, in
 * the spelling that its bundlers know.
 *
 * Instantiates at the first call, as `inline.ts` does.
 */

import * as glue from "../../wasm/client_bg.js";
import module from "../../wasm/client_bg.wasm?module";
import { instantiate } from "./instantiate.js";

let running: typeof glue | undefined;

/** The running core: its exported classes. */
export function core(): typeof glue {
  running ??= instantiate(module, glue);
  return running;
}
