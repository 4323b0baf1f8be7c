// Stands between the page and the deployment and can hold the deployment's answers back, so that
// "before the server answers" is a state a test can stay in. Passes every frame on unchanged.

import { once } from "node:events";
import { createServer } from "node:http";
import WebSocket, { WebSocketServer } from "ws";
import { Seen } from "../support/deadline.mjs";

/** A proxy on `port`; stopped by `close`, which cuts all connections. */
export async function startHoldingProxy(deploymentUrl, port) {
  const proxy = new HoldingProxy(deploymentUrl.replace(/^http/, "ws"));
  await proxy.listen(port);
  return proxy;
}

class HoldingProxy {
  /** Frames of the deployment since the last `hold`, in the order it sent them. */
  answers = new Seen();
  /** The code that each page's connection was closed with, in the order of their ends. */
  closed = new Seen();
  /** How many connections pages have made. */
  connections = 0;
  #upstream;
  #server = createServer((_request, response) => response.writeHead(404).end());
  #pages = new WebSocketServer({ server: this.#server });
  #held = null;

  constructor(upstream) {
    this.#upstream = upstream;
    this.#pages.on("connection", (page, request) => this.#join(page, request));
  }

  async listen(port) {
    this.#server.listen(port, "127.0.0.1");
    await once(this.#server, "listening");
    this.url = `http://127.0.0.1:${port}`;
  }

  /** From now on nothing from the deployment reaches a page. */
  hold() {
    this.#held ??= [];
    this.answers = new Seen();
  }

  /** Passes on what was held, in order, and all that follows. */
  release() {
    const held = this.#held ?? [];
    this.#held = null;
    for (const pass of held) pass();
  }

  /** Cuts every connection; what was held never arrives. */
  async close() {
    if (!this.#server.listening) return;
    this.#held = [];
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const page of this.#pages.clients) page.terminate();
    await closed;
  }

  #join(page, request) {
    this.connections++;
    page.on("close", (code) => this.closed.add(code));
    const { origin } = request.headers;
    const deployment = new WebSocket(this.#upstream + request.url, { origin });
    const early = [];
    page.on("message", (data, isBinary) => {
      if (deployment.readyState === WebSocket.OPEN) deployment.send(data, { binary: isBinary });
      else early.push([data, { binary: isBinary }]);
    });
    deployment.on("open", () => {
      for (const frame of early) deployment.send(...frame);
    });
    deployment.on("message", (data, isBinary) => {
      this.answers.add(JSON.parse(data.toString()));
      const pass = () => page.send(data, { binary: isBinary });
      if (this.#held === null) pass();
      else this.#held.push(pass);
    });
    for (const [one, other] of [
      [page, deployment],
      [deployment, page],
    ]) {
      one.on("close", () => other.terminate());
      one.on("error", () => other.terminate());
    }
  }
}
