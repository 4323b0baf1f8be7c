/**
 * Loader of the client role on workerd (Cloudflare), which compiles no bytes at run time: the module is imported.
 */

import { type Glue, newGlue } from "../../wasm/client_bg.js";
import module from "../../wasm/client_bg.wasm";
import { instantiate } from "./instantiate.js";

/** An instance of the core. */
export type Core = Glue;

/** A new instance of the core. */
export function newCore(): Core {
  return instantiate(module, newGlue());
}
