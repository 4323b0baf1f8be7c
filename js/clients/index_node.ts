/**
 * What `lentil/browser` exports in Node: the same, but that `ConvexClient` brings a WebSocket (of npm `ws`) for where
 * there is none.
 *
 * Owns: that difference. `ws` is loaded with the first socket, not with this file: what bundlers make of it does not run
 * everywhere, and no Node since 22 needs it.
 */

import type WebSocketOfWs from "ws";
import { type ConvexClientOptions, ConvexClient as PlainClient } from "./convex_client.js";

export * from "./index.js";

/** A live client with callbacks; without a `webSocketConstructor` and a global WebSocket it takes the one of `ws`. */
export class ConvexClient extends PlainClient {
  constructor(address: string, options: ConvexClientOptions = {}) {
    const isMissing = !("webSocketConstructor" in options) && typeof WebSocket === "undefined";
    super(address, isMissing ? { ...options, webSocketConstructor: LateSocket as never } : options);
  }
}

/** A name that no bundler reads. */
const WS: string = "ws";

/**
 * `ws` as a bundler carries it, or where that cannot run, from `node_modules`: esbuild's ES modules for Node have no
 * `require` for what `ws` takes from Node.
 */
const loadWs = () =>
  import("ws").catch(
    () => import(/* webpackIgnore: true */ /* @vite-ignore */ WS) as Promise<typeof import("ws")>,
  );

/** A socket of `ws` as soon as that is loaded; what a client uses of one. */
class LateSocket {
  onopen: ((event: unknown) => void) | null = null;
  onmessage: ((event: unknown) => void) | null = null;
  onclose: ((event: unknown) => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;
  #socket: WebSocketOfWs | undefined;
  #isClosed = false;

  constructor(url: string) {
    loadWs()
      .catch(({ message }) => Promise.reject(new Error(`npm ws did not load: ${message}`)))
      .then(({ default: Socket }) => {
        if (!this.#isClosed) this.#open(new Socket(url));
      })
      // Such as an address that it refuses.
      .catch(({ message }) => this.onclose?.({ code: 1006, reason: message }));
  }

  #open(socket: WebSocketOfWs): void {
    this.#socket = socket;
    socket.onopen = (event) => this.onopen?.(event);
    socket.onmessage = (event) => this.onmessage?.(event);
    socket.onclose = (event) => this.onclose?.(event);
    // As long as somebody hears it: an error that nobody hears ends the process.
    socket.onerror = (event) => this.onerror?.(event);
  }

  send(text: string): void {
    if (!this.#socket) throw new Error("The socket is not open yet.");
    this.#socket.send(text);
  }

  close(): void {
    this.#isClosed = true;
    this.#socket?.close();
  }
}
