// The pages of all columns and the socket they speak to, on one origin. One session at a time.
// Owns addresses and headers. Leaves to session.mjs: what is said.

import { createServer } from "node:http";
import { gzipSync } from "node:zlib";
import { WebSocketServer } from "ws";

/** Long lists as they should be: what is out of sight is not laid out. */
const STYLE =
  "ul{height:600px;overflow:auto}li{content-visibility:auto;contain-intrinsic-size:auto 24px}";

const HTML = (script) => `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
<title>Bench</title><style>${STYLE}</style>
<div id="root"></div><script type="module" src="${script}"></script>`;

/** Isolated from other origins, so that the page's clock is fine enough. */
const HEADERS = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Content-Encoding": "gzip",
  "Cache-Control": "no-store",
};

/** `pages`: `{column: {page: code}}`. */
export async function startSite(pages) {
  let session = null;
  const files = new Map(
    Object.entries(pages).flatMap(([column, codes]) =>
      Object.entries(codes).flatMap(([page, code]) => {
        const path = `/${column}/${page}`;
        return [
          [path, ["text/html", gzipSync(HTML(`${path}.js`))]],
          [`${path}.js`, ["text/javascript", gzipSync(code)]],
        ];
      }),
    ),
  );
  const server = createServer((request, response) => {
    const file = files.get(request.url.split("?")[0]);
    if (!file) return response.writeHead(404).end();
    response.writeHead(200, { ...HEADERS, "Content-Type": file[0] }).end(file[1]);
  });
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  sockets.on("connection", (socket, { url }) => {
    if (url === "/shown") session.acknowledgeBy(socket);
    else session.accept(socket);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** Bytes of a page's script as it is delivered. */
    bytesOf: (column, page) => files.get(`/${column}/${page}.js`)[1].length,
    /** The session that the next page speaks to. */
    expect(next) {
      session = next;
      return next;
    },
    close() {
      for (const socket of sockets.clients) socket.terminate();
      server.close();
      server.closeAllConnections();
    },
  };
}
