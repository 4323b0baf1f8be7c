/**
 * What `lentil/slim` is in React Native: npm convex's clients, which need no core.
 *
 * Owns: taking one all the same.
 */

import type { initLentil as ofLentil } from "../../js/wasm/given.js";
import "../../js/native/notice.js";

export { BaseConvexClient, ConvexClient, ConvexHttpClient } from "convex/browser";
export { ConvexReactClient } from "convex/react";

/** Does nothing; what it is given is not even loaded, unless the app has begun to. */
export const initLentil: typeof ofLentil = async () => {};
