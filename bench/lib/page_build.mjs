// The pages, once per column: React's production build, minified, by esbuild, each page one file.
// Owns what `#client` and `lentil/*` mean on a page. Leaves serving to site.mjs.

import { basename, join } from "node:path";
import { build } from "esbuild";
import { ROOT } from "../../tests/support/paths.mjs";
import { installCopy } from "./package_copy.mjs";

const PAGES = join(ROOT, "bench", "pages");
const MODULES = join(ROOT, "node_modules");

/** `{list: "code of the page", ...}` of a column. */
export async function buildPages(column, pages) {
  const home = column.lentil && (await installCopy(column.lentil));
  const result = await build({
    entryPoints: pages
      .filter((page) => column.pages?.includes(page) ?? true)
      .map((page) => join(PAGES, `${page}.jsx`)),
    outdir: ROOT, // names only: nothing is written
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    tsconfigRaw: {}, // the package's own imports as apps resolve them
    define: { "process.env.NODE_ENV": '"production"' },
    alias: { "#client": column.client, "#list": column.list ?? join(PAGES, "list_view.jsx") },
    nodePaths: [MODULES],
    plugins: home ? [lentilFrom(home)] : [],
    logLevel: "error",
  });
  return Object.fromEntries(
    result.outputFiles.map(({ path, text }) => [basename(path, ".js"), text]),
  );
}

const lentilFrom = (home) => ({
  name: "lentil",
  setup(bundler) {
    bundler.onResolve({ filter: /^lentil\// }, ({ path, kind, pluginData }) =>
      pluginData === home
        ? undefined
        : bundler.resolve(path, { kind, resolveDir: home, pluginData: home }),
    );
  },
});
