/**
 * The first socket of a client, which begins to connect before there is a core.
 *
 * Making the core keeps the thread busy (its text is decoded, compiled, run for the first time); the network's way
 * there and back takes longer, and needs no thread. What the socket has to tell waits for the end of this turn, by
 * which the core has asked for it. Owns: the class that sockets are made with, that socket until it is asked for.
 * Leaves to others: what a socket is for (`core_host.ts`).
 */

import { syncUrl } from "../deployment_url.js";

/** A class of sockets, of which one may connect already. */
export interface EarlySocket {
  /** The socket's address. */
  readonly url: string;
  /** The first time it gives the socket that is there. */
  readonly webSocket: typeof WebSocket;
  /** Closes the one that was not asked for. */
  letGo(): void;
}

/**
 * Begins to connect, by the global class alone: of an app's own class nothing is made but by the core. What is wrong
 * shows when the core asks for a socket.
 *
 * @throws where there is no class, or the deployment's address can have no socket
 */
export function earlySocket(address: string, given: typeof WebSocket | undefined): EarlySocket {
  const Class = given ?? globalWebSocket();
  const url = syncUrl(address);
  if (given) return { url, webSocket: given, letGo() {} };
  let early: WebSocket | undefined;
  try {
    early = new Class(url);
  } catch {}
  function next(): WebSocket {
    const socket = early ?? new Class(url);
    early = undefined;
    return socket;
  }
  return { url, webSocket: next as unknown as typeof WebSocket, letGo: () => early?.close() };
}

function globalWebSocket(): typeof WebSocket {
  if (typeof WebSocket === "undefined") {
    throw new Error(
      "No WebSocket global variable defined! To use Convex in an environment without WebSocket try the HTTP client: https://docs.convex.dev/api/classes/browser.ConvexHttpClient",
    );
  }
  return WebSocket;
}
