/**
 * Loader of the http role on workerd; see `workerd.ts`.
 */

import { type Glue, newGlue } from "../../wasm/http_bg.js";
import module from "../../wasm/http_bg.wasm";
import { instantiate } from "./instantiate.js";

/** An instance of the core. */
export type Core = Glue;

/** What a first call waits for: nothing. */
export const loaded: Promise<void> | undefined = undefined;

/** A new instance of the core. */
export function newCore(): Core {
  return instantiate(module, newGlue());
}
