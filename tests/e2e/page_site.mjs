// Pages of these tests as a bundler makes them, each served on a port of its own.
// Leaves to the sites that need more than one page and its script: what else is answered.

import { createServer } from "node:http";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { within } from "../support/deadline.mjs";

/** The files that a module of this folder becomes, by their addresses; its script's is /page.js. */
export async function bundle(module, options = {}) {
  const { outputFiles } = await build({
    entryPoints: { page: fileURLToPath(new URL(module, import.meta.url)) },
    bundle: true,
    write: false,
    format: "esm",
    outdir: "/",
    tsconfigRaw: {}, // the package's own imports as apps resolve them, not as the compiler does
    define: { "process.env.NODE_ENV": '"production"' },
    ...options,
  });
  return new Map(outputFiles.map(({ path, contents }) => [`/${basename(path)}`, contents]));
}

/** What loads such a script. */
export const HTML = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>Page</title>
<div id="root"></div><script type="module" src="/page.js"></script>`;

/** Answers requests until `close`. */
export async function serve(answer) {
  const server = createServer(answer);
  await within("the page's server", new Promise((done) => server.listen(0, "127.0.0.1", done)));
  return {
    server,
    url: `http://127.0.0.1:${server.address().port}/`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Serves one page, all of it with `headers`. */
export async function startPage(module, headers = {}) {
  const files = await bundle(module);
  return await serve(({ url }, response) => {
    const script = files.get(url);
    const type = script ? "text/javascript" : "text/html";
    response.writeHead(200, { "Content-Type": type, ...headers }).end(script ?? HTML);
  });
}
