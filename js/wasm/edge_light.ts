/**
 * Loader of the client role on Vercel's edge runtime, which compiles no bytes at run time: the module is imported, in
 * the spelling that its bundlers know.
 */

import { type Glue, newGlue } from "../../wasm/client_bg.js";
import { EdgeFile } from "./edge_file.js";
import { instantiate } from "./instantiate.js";

/** An instance of the core. */
export type Core = Glue;

const file = new EdgeFile(import("../../wasm/client_bg.wasm?module"));

/** A new instance of the core. */
export function newCore(): Core {
  return instantiate(file.module, newGlue());
}
