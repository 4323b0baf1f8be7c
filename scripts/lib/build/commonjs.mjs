// `dist/cjs/`: the package for `require`, bundled from the ESM of `dist`. One file an entry and one a
// role of the core, which the entries share; types beside them, as TypeScript wants them for `require`.
// An entry that stands on `lentil/react` loads it: what is in React's context must be one thing to both.

import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { inRepo, readJson } from "../repo.mjs";
import { writeFolder } from "./files.mjs";
import { filesBelow } from "./stamps.mjs";

const OUTSIDE = ["react", "react/*", "convex/*", "ws"];
const CORES = { "#wasm": "./core_client.cjs", "#wasm-http": "./core_http.cjs" };

export async function buildCommonJs() {
  const { exports, imports } = readJson(inRepo("package.json"));
  const files = new Map();
  for (const [name, file] of Object.entries(CORES)) {
    files.set(file, await bundle(imports[name].default));
  }
  for (const entry of Object.values(exports)) {
    if (!entry.require) continue;
    files.set(inCjs(entry.require.default), await bundle(entry.default));
    if (entry.node) files.set(inCjs(entry.require.node), await bundle(entry.node));
  }
  for (const folder of ["js", "react", "wasm"]) addTypes(files, folder);
  writeFolder(inRepo("dist", "cjs"), files);
}

const inCjs = (path) => relative("dist/cjs", path);

/** One file of everything below an entry, but for other packages and the cores. */
async function bundle(entry) {
  const esbuild = await import("esbuild");
  const result = await esbuild.build({
    entryPoints: [inRepo(entry)],
    bundle: true,
    write: false,
    format: "cjs",
    platform: "node",
    target: "node20",
    // Jest runs files where `import()` does not work.
    supported: { "dynamic-import": false },
    inject: [inRepo("scripts", "lib", "build", "text_coders.js")],
    charset: "utf8",
    logLevel: "silent",
    external: OUTSIDE,
    plugins: [coresOutside, reactOutside],
  });
  return result.outputFiles[0].text;
}

const coresOutside = {
  name: "cores-outside",
  setup(build) {
    build.onResolve({ filter: /^#/ }, ({ path }) => ({ path: CORES[path], external: true }));
  },
};

const reactOutside = {
  name: "react-outside",
  setup(build) {
    const outside = { path: "./react.cjs", external: true };
    const isEntry = (file) => file === inRepo("dist", "react", "index.js");
    build.onResolve({ filter: /^\.\.\/index\.js$/ }, ({ path, resolveDir }) =>
      isEntry(join(resolveDir, path)) ? outside : null,
    );
  },
};

/** The declarations of a folder under the names that `require` looks for; types of ESM are not for it. */
function addTypes(files, folder) {
  for (const file of filesBelow(inRepo("dist", folder))) {
    if (!file.endsWith(".d.ts")) continue;
    const path = relative(inRepo("dist"), file).replace(/\.d\.ts$/, ".d.cts");
    const text = readFileSync(file, "utf8");
    files.set(join("types", path), text.replace(/(["']\.[^"']*)\.js(["'])/g, "$1.cjs$2"));
  }
}
