// csp_page.mjs, bundled, served under one Content-Security-Policy.

import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { within } from "../support/deadline.mjs";

const PAGE = fileURLToPath(new URL("./csp_page.mjs", import.meta.url));
const HTML = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>Policy</title>
<div id="root"></div><script type="module" src="/page.js"></script>`;

export async function startPolicySite(policy) {
  const result = await build({
    entryPoints: [PAGE],
    bundle: true,
    write: false,
    format: "esm",
    tsconfigRaw: {}, // the package's own imports as apps resolve them, not as the compiler does
    define: { "process.env.NODE_ENV": '"production"' },
  });
  const code = result.outputFiles[0].text;
  const server = createServer((request, response) => {
    const [type, body] =
      request.url === "/page.js" ? ["text/javascript", code] : ["text/html", HTML];
    response.writeHead(200, { "Content-Type": type, "Content-Security-Policy": policy }).end(body);
  });
  await within("the page's server", new Promise((done) => server.listen(0, "127.0.0.1", done)));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
