/**
 * What `lentil/worker` has in place of `js/browser/early_socket.ts`: its sockets are made in the worker, the first one
 * early there, too.
 */

import type { EarlySocket } from "../browser/early_socket.js";
import { syncUrl } from "../deployment_url.js";

/**
 * The deployment's address; the worker makes the socket's of it.
 *
 * @throws where the deployment's address can have no socket, there is no worker, or the app has a class of its own
 */
export function earlySocket(address: string, given: typeof WebSocket | undefined): EarlySocket {
  if (given) {
    throw new Error(
      "lentil/worker makes its sockets in a worker, so it cannot take the option webSocketConstructor: " +
        "take ConvexReactClient of lentil/react for that.",
    );
  }
  if (typeof Worker === "undefined") {
    throw new Error(
      "lentil/worker needs the global Worker of browsers, which is not here: take ConvexReactClient of lentil/react.",
    );
  }
  syncUrl(address);
  return { url: address, webSocket: undefined as never, letGo() {} };
}
