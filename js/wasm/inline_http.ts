/**
 * Loader of the http role; see `inline.ts`.
 */

import * as glue from "../../wasm/http_bg.js";
import text from "../../wasm/http_text.js";
import { compile } from "./compile.js";
import { instantiate } from "./instantiate.js";

let running: typeof glue | undefined;

/** The running core: its exported functions. */
export function core(): typeof glue {
  running ??= instantiate(compile(text), glue);
  return running;
}
