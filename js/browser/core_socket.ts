/**
 * One WebSocket of the core, of whatever class the app gives (the global one, or `webSocketConstructor`).
 *
 * Owns: its handlers and their release. Leaves to others: what its events mean (the core), which socket counts
 * (`core_host.ts`). A user's class may leave anything out or throw anywhere.
 */

import type { CoreCall } from "./core_host.js";

/** What a close without a code counts as. */
const NO_STATUS = 1005;

/** One connection, or an attempt at one. */
export class CoreSocket {
  readonly id: number;
  readonly #tell: (method: CoreCall, what: () => string) => void;
  #socket: WebSocket | undefined;

  /** `tell` calls the core about this socket, for a reason that people can read. */
  constructor(id: number, tell: (method: CoreCall, what: () => string) => void) {
    this.id = id;
    this.#tell = tell;
  }

  /** Starts connecting. The error is the text of what the class threw. */
  open(webSocket: typeof WebSocket, url: string): string | undefined {
    const { id } = this;
    try {
      const socket = new webSocket(url);
      this.#socket = socket;
      socket.onopen = () =>
        this.#tell(
          (client) => client.call("socketOpened", id),
          () => "open",
        );
      socket.onmessage = (event) => {
        const text = textOf(event);
        this.#tell(
          (_, frames) => frames.message(id, text),
          () => `received ${typeOf(text)}`,
        );
      };
      socket.onclose = (event) => {
        const { code, reason } = closeOf(event);
        const what = () => `closed with code ${code} ${reason}`;
        this.#tell(
          (client) => client.call("socketClosed", id, reason, String(code & 0xffff)),
          what,
        );
      };
      // What is wrong shows in the close that follows.
      socket.onerror = () => {};
      return undefined;
    } catch (error) {
      this.letGo();
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** Whether the frame could be handed over. */
  send(frame: string): boolean {
    try {
      this.#socket?.send(frame);
      return true;
    } catch {
      return false;
    }
  }

  /** Closes it, also while it is connecting; nothing is heard of it any more. */
  letGo(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket === undefined) return;
    try {
      socket.onopen = socket.onmessage = socket.onclose = null;
      // This one stays: a socket of npm ws that nobody hears ends its process.
      socket.onerror = () => {};
      socket.close();
    } catch {} // there is nobody left to care
  }
}

/** What kind of message a frame is; nothing of what it holds. */
export function typeOf(frame: string): string {
  return /"type":"(\w+)"/.exec(frame.slice(0, 40))?.[1] ?? `${frame.length} characters`;
}

/** A frame that is not text, which the protocol does not have, is like an empty one. */
function textOf(event: MessageEvent): string {
  try {
    return typeof event.data === "string" ? event.data : "";
  } catch {
    return "";
  }
}

function closeOf(event: CloseEvent): { code: number; reason: string } {
  try {
    const { code, reason } = event;
    return {
      code: typeof code === "number" ? code : NO_STATUS,
      reason: typeof reason === "string" ? reason : "",
    };
  } catch {
    return { code: NO_STATUS, reason: "" };
  }
}
