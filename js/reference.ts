/**
 * What may stand for a function in a call. Types only.
 */

import type { FunctionReference, FunctionReference_future, FunctionType } from "convex/server";

/** A member of the generated `api`, of today's form or of the coming one. */
export type Reference<Kind extends FunctionType> =
  | FunctionReference<Kind>
  | FunctionReference_future<Kind>;
