/**
 * Loader of the http role on Vercel's edge runtime; see `edge_light.ts`.
 */

import { type Glue, newGlue } from "../../wasm/http_bg.js";
import { EdgeFile } from "./edge_file.js";
import { instantiate } from "./instantiate.js";

/** An instance of the core. */
export type Core = Glue;

const file = new EdgeFile(import("../../wasm/http_bg.wasm?module"));

/** What a first call waits for. */
export const { loaded } = file;

/** A new instance of the core. */
export function newCore(): Core {
  return instantiate(file.module, newGlue());
}
