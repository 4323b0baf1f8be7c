/**
 * Loader of the http role for `lentil/slim`; see `given_client.ts`.
 */

import { type Glue, newGlue } from "../../wasm/http_bg.js";
import { givenModule } from "./given.js";
import { instantiate } from "./instantiate.js";

/** An instance of the core. */
export type Core = Glue;

/** What a first call waits for: nothing. */
export const loaded: Promise<void> | undefined = undefined;

/** A new instance of the core. Throws where none was given. */
export function newCore(): Core {
  return instantiate(givenModule("http"), newGlue());
}
