// slim_page.mjs as a bundler makes it: the script, and the core as a file beside it.

import { createServer } from "node:http";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { within } from "../support/deadline.mjs";

const PAGE = fileURLToPath(new URL("./slim_page.mjs", import.meta.url));
const HTML = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>Slim</title>
<div id="root"></div><script type="module" src="/slim_page.js"></script>`;

/** What the server says of the core: its type and status. */
export async function startSlimSite({ type = "application/wasm", status = 200 } = {}) {
  const { outputFiles } = await build({
    entryPoints: [PAGE],
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    outdir: "/",
    publicPath: "/",
    loader: { ".wasm": "file" },
    tsconfigRaw: {}, // the package's own imports as apps resolve them, not as the compiler does
    define: { "process.env.NODE_ENV": '"production"' },
  });
  const files = new Map(outputFiles.map(({ path, contents }) => [`/${basename(path)}`, contents]));
  const server = createServer((request, response) => {
    const answer = (code, kind, body) =>
      response.writeHead(code, { "Content-Type": kind }).end(body);
    const file = files.get(request.url);
    if (!file) answer(200, "text/html", HTML);
    else if (request.url.endsWith(".wasm")) answer(status, type, file);
    else answer(200, "text/javascript", file);
  });
  await within("the page's server", new Promise((done) => server.listen(0, "127.0.0.1", done)));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    files: [...files.keys()],
    code: Buffer.from(files.get("/slim_page.js")).toString(),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
