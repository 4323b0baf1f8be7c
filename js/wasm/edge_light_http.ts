/**
 * Loader of the http role on Vercel's edge runtime; see `edge_light.ts`.
 */

import { type Glue, newGlue } from "../../wasm/http_bg.js";
import module from "../../wasm/http_bg.wasm?module";
import { instantiate } from "./instantiate.js";

/** An instance of the core. */
export type Core = Glue;

/** A new instance of the core. */
export function newCore(): Core {
  return instantiate(module, newGlue());
}
