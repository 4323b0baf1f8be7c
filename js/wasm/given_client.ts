/**
 * Loader of the client role for `lentil/slim`: the module is the one that the app gave.
 */

import { type Glue, newGlue } from "../../wasm/client_bg.js";
import { givenModule } from "./given.js";
import { instantiate } from "./instantiate.js";

/** An instance of the core. */
export type Core = Glue;

/** A new instance of the core. Throws where none was given. */
export function newCore(): Core {
  return instantiate(givenModule("client"), newGlue());
}
