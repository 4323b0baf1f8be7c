/**
 * For pages with large or frequent results: what `lentil/worker` exports, the client for React whose core is in a worker.
 * Hooks and all else are those of `lentil/react`. No code here: the build takes the client's modules once more, with
 * those of `js/worker/` for the ones that lead to a core.
 */

export { ConvexReactClient, type ConvexReactClientOptions } from "../react/convex_react_client.js";
