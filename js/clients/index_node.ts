/**
 * What `lentil/browser` exports in Node: the same, but that `ConvexClient` brings a WebSocket (of npm `ws`) for where
 * there is none.
 *
 * Owns: that difference.
 */

import WebSocketOfWs from "ws";
import { type ConvexClientOptions, ConvexClient as PlainClient } from "./convex_client.js";

export * from "./index.js";

/** A live client with callbacks; without a `webSocketConstructor` and a global WebSocket it takes the one of `ws`. */
export class ConvexClient extends PlainClient {
  constructor(address: string, options: ConvexClientOptions = {}) {
    const isMissing = !("webSocketConstructor" in options) && typeof WebSocket === "undefined";
    super(
      address,
      isMissing ? { ...options, webSocketConstructor: WebSocketOfWs as never } : options,
    );
  }
}
