// A WebSocket without a network: what the client sends goes to the scripted server of its world.
//
// Owns: the socket's states and its faults (a send that throws, a line that delays). Leaves to others: what the server
// answers (`server.mjs`).

/** The line between one client and its server. `sockets` are all that the client made, the newest last. */
export class Line {
  sockets = [];
  /** How many of the next sends throw. */
  failingSends = 0;
  /** A connection ended on which no message came. */
  endedInSilence = false;
  /** Messages are held up instead of delivered. */
  delayed = false;
  #held = [];
  #world;
  #server;

  constructor(world, server) {
    this.#world = world;
    this.#server = server;
    const line = this;
    this.Socket = class FakeSocket {
      state = "connecting";
      constructor(url) {
        this.url = url;
        line.sockets.push(this);
      }
      send(frame) {
        line.send(this, frame);
      }
      close() {
        line.closedByClient(this);
      }
    };
  }

  /** Whether anything waits to be delivered. */
  get holdsUp() {
    return this.#held.length > 0;
  }

  /** The newest socket if it is in this state. */
  in(state) {
    const socket = this.sockets.at(-1);
    return socket?.state === state ? socket : undefined;
  }

  send(socket, frame) {
    if (this.failingSends > 0) {
      this.failingSends--;
      const { type, requestId } = JSON.parse(frame);
      this.#server.log({ failed: type, requestId });
      throw new Error("the send failed");
    }
    if (socket.state !== "open") throw new Error(`sent on a socket that is ${socket.state}`);
    this.#server.receive(frame);
  }

  closedByClient(socket) {
    if (socket.state === "closed" || socket.state === "closing") return;
    socket.state = "closing";
    this.#server.log({ closed: this.sockets.indexOf(socket) });
    queueMicrotask(() => {
      socket.state = "closed";
      socket.onclose?.({ code: 1005, reason: "" });
    });
  }

  /** The socket opens. */
  async open() {
    const socket = this.in("connecting");
    if (!socket) return;
    socket.state = "open";
    socket.wasOpen = true;
    this.#server.accept();
    await this.#world.run(() => socket.onopen?.({}));
  }

  /** The server (or the network) ends the connection; what was held up is lost. */
  async end(code, reason) {
    const socket = this.in("open") ?? this.in("connecting");
    this.#held = [];
    if (!socket) return;
    if (socket.wasOpen && !socket.heard) this.endedInSilence = true;
    const failed = socket.state === "connecting";
    socket.state = "closed";
    this.#server.gone();
    await this.#world.run(() => {
      if (failed) this.#world.attempt(() => socket.onerror?.({ message: "refused" }));
      socket.onclose?.({ code, reason });
    });
  }

  /** Messages of the server, each a task of its own. */
  async deliver(texts) {
    const socket = this.in("open");
    for (const text of texts) {
      if (this.delayed) this.#held.push({ socket, text });
      else await this.#hand(socket, text);
    }
  }

  /** What was held up arrives, also at a socket that the client gave up meanwhile. */
  async release() {
    this.delayed = false;
    for (const { socket, text } of this.#held.splice(0)) await this.#hand(socket, text);
  }

  async #hand(socket, text) {
    if (!socket) return;
    socket.heard = true;
    await this.#world.run(() => socket.onmessage?.({ data: text }));
  }
}
