/**
 * Loader of the http role on Vercel's edge runtime; see `edge_light.ts`.
 */

import { type Glue, newGlue } from "../../wasm/http_bg.js";
import { moduleOf } from "./edge_file.js";
import { instantiate } from "./instantiate.js";

/** An instance of the core. */
export type Core = Glue;

const module = moduleOf(import("../../wasm/http_bg.wasm?module"));

/** A new instance of the core. */
export function newCore(): Core {
  return instantiate(module(), newGlue());
}
