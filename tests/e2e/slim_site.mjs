// slim_page.mjs as a bundler makes it: the script, and the core as a file beside it.

import { bundle, HTML, serve } from "./page_site.mjs";

/** What the server says of the core: its type and status. */
export async function startSlimSite({ type = "application/wasm", status = 200 } = {}) {
  const loader = { ".wasm": "file" };
  const files = await bundle("./slim_page.mjs", { minify: true, publicPath: "/", loader });
  const site = await serve(({ url }, response) => {
    const answer = (code, kind, body) =>
      response.writeHead(code, { "Content-Type": kind }).end(body);
    const file = files.get(url);
    if (!file) answer(200, "text/html", HTML);
    else if (url.endsWith(".wasm")) answer(status, type, file);
    else answer(200, "text/javascript", file);
  });
  const code = Buffer.from(files.get("/page.js")).toString();
  return { ...site, files: [...files.keys()], code };
}
