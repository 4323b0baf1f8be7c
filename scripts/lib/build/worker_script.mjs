// The script of the worker of `lentil/worker`, made of what tsc made of `worker/thread/`. A page carries it as text, so
// that no bundler has to find a file.

import { posix, relative } from "node:path";
import { inRepo, inTarget } from "../repo.mjs";

/** The module whose default export is the script's text. */
export async function workerScript() {
  const esbuild = await import("esbuild");
  const result = await esbuild.build({
    entryPoints: [inTarget("typescript", "worker", "thread", "index.js")],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    tsconfigRaw: {},
    logLevel: "silent",
    plugins: [withCore],
  });
  return `export default${JSON.stringify(result.outputFiles[0].text.trim())};\n`;
}

/** The core's loader is the worker's own, as is what becomes of large values; what wasm-bindgen made is in dist. */
const withCore = {
  name: "with-core",
  setup(build) {
    const own = (name) => ({ path: inTarget("typescript", "worker", "thread", name) });
    build.onResolve({ filter: /^#wasm$/ }, () => own("given_core.js"));
    build.onResolve({ filter: /\/complete\.js$/ }, () => own("complete.js"));
    build.onResolve({ filter: /\/wasm\/(client_bg|decoder)\.js$/ }, ({ path, resolveDir }) => ({
      path: inRepo("dist", posix.join(relative(inTarget("typescript"), resolveDir), path)),
    }));
  },
};
