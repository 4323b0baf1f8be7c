/**
 * Loader of the client role on Vercel's edge runtime, which compiles no bytes at run time: the module is imported, in
 * the spelling that its bundlers know.
 */

import { type Glue, newGlue } from "../../wasm/client_bg.js";
import { moduleOf } from "./edge_file.js";
import { instantiate } from "./instantiate.js";

/** An instance of the core. */
export type Core = Glue;

const module = moduleOf(import("../../wasm/client_bg.wasm?module"));

/** A new instance of the core. */
export function newCore(): Core {
  return instantiate(module(), newGlue());
}
