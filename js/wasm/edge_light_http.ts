/**
 * Loader of the http role on Vercel's edge runtime; see `edge_light.ts`.
 */

import * as glue from "../../wasm/http_bg.js";
import module from "../../wasm/http_bg.wasm?module";
import { instantiate } from "./instantiate.js";

let running: typeof glue | undefined;

/** The running core: its exported functions. */
export function core(): typeof glue {
  running ??= instantiate(module, glue);
  return running;
}
