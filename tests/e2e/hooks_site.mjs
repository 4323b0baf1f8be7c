// One screen's page, bundled with React's development build and served; and on the same address the deployment that it
// speaks to, on a real socket. Owns the bundle and the socket. Leaves what is answered to tests/hooks/server.mjs.

import { WebSocketServer } from "ws";
import { Server } from "../hooks/server.mjs";
import { Seen } from "../support/deadline.mjs";
import { bundle, HTML, serve } from "./page_site.mjs";

/** Serves the page; `app` is the deployment's, as tests/hooks/server.mjs has it. */
export async function startHooksSite(app) {
  const files = await bundleOnce();
  const deployment = new Deployment(app);
  const { server, ...site } = await serve(({ url }, response) => {
    const script = files.get(url);
    const type = script ? "text/javascript" : "text/html";
    response.writeHead(200, { "Content-Type": type }).end(script ?? HTML);
  });
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (page) => deployment.join(page));
  return {
    url: site.url,
    deployment,
    close() {
      for (const page of sockets.clients) page.terminate();
      site.close();
    },
  };
}

let bundled;

function bundleOnce() {
  const define = { "process.env.NODE_ENV": '"development"' };
  bundled ??= bundle("./hooks_app/page.jsx", { jsx: "automatic", define });
  return bundled;
}

/** The scripted server of the hooks' tests, for a page that connects by itself. */
class Deployment {
  #script;
  #received = new Seen();
  #isHeld = false;

  constructor(app) {
    this.#script = new Server(app);
  }

  /** What queries were added and removed, as text. */
  get edits() {
    return this.#script.edits();
  }

  /** The frames of a type that it has answered. */
  sent(type) {
    return this.#script.sent(type);
  }

  /** Something in the database changed. */
  change() {
    this.#script.change();
  }

  /** From now on it answers nothing, until `release`. */
  hold() {
    this.#isHeld = true;
  }

  async release() {
    this.#isHeld = false;
    await this.#script.settle();
  }

  /** Until a frame of a type is there, answered or not. */
  async receives(type) {
    await this.#received.until(`a frame ${type}`, (frame) => frame.type === type);
  }

  join(page) {
    const socket = new this.#script.WebSocket();
    socket.onopen = () => {};
    socket.onmessage = ({ data }) => page.send(data);
    socket.onclose = () => page.close();
    page.on("close", () => socket.close());
    page.on("message", async (data) => {
      const text = data.toString();
      socket.send(text);
      this.#received.add(JSON.parse(text));
      if (!this.#isHeld) await this.#script.settle();
    });
  }
}
