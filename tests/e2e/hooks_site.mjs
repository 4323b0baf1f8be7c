// One screen's page, bundled with React's development build and served; and on the same address the deployment that it
// speaks to, on a real socket. Owns the bundle and the socket. Leaves what is answered to tests/hooks/server.mjs.

import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { WebSocketServer } from "ws";
import { Server } from "../hooks/server.mjs";
import { Seen, within } from "../support/deadline.mjs";

const PAGE = fileURLToPath(new URL("./hooks_app/page.jsx", import.meta.url));
const HTML = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>Hooks</title>
<div id="root"></div><script type="module" src="/page.js"></script>`;

/** Serves the page; `app` is the deployment's, as tests/hooks/server.mjs has it. */
export async function startHooksSite(app) {
  const code = await bundle();
  const deployment = new Deployment(app);
  const server = createServer((request, response) => {
    const isCode = request.url === "/page.js";
    const type = isCode ? "text/javascript" : "text/html";
    response.writeHead(200, { "Content-Type": type }).end(isCode ? code : HTML);
  });
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (page) => deployment.join(page));
  await within("the page's server", new Promise((done) => server.listen(0, "127.0.0.1", done)));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    deployment,
    close() {
      for (const page of sockets.clients) page.terminate();
      server.close();
      server.closeAllConnections();
    },
  };
}

let bundled;

function bundle() {
  bundled ??= build({
    entryPoints: [PAGE],
    bundle: true,
    write: false,
    format: "esm",
    jsx: "automatic",
    tsconfigRaw: {}, // the package's own imports as apps resolve them, not as the compiler does
    define: { "process.env.NODE_ENV": '"development"' },
  }).then(({ outputFiles }) => outputFiles[0].text);
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
