/**
 * For apps that load the core themselves: what `lentil/slim` exports, the clients without it and `initLentil`. Hooks and all
 * that has no core are those of `lentil/react` and `lentil/browser`. No code here: the build takes the clients' modules
 * once more, with the loaders of `js/wasm/given_*.ts` for theirs.
 */

export { BaseConvexClient, type BaseConvexClientOptions } from "../js/clients/base_client.js";
export { ConvexClient, type ConvexClientOptions } from "../js/clients/convex_client.js";
export { ConvexHttpClient } from "../js/clients/http_client.js";
export { type CoreSource, initLentil } from "../js/wasm/given.js";
export { ConvexReactClient, type ConvexReactClientOptions } from "../react/convex_react_client.js";
