/**
 * Loader of the http role; see `inline.ts`.
 */

import * as glue from "../../wasm/http_bg.js";
import text from "../../wasm/http_text.js";
import { instantiate } from "./instantiate.js";

let running: typeof glue | undefined;

/** The running core: its exported functions. */
export function core(): typeof glue {
  running ??= instantiate(text, glue);
  return running;
}
