// `dist/slim/`: `lentil/slim`, whose clients take the core from the app. It is one file with what leads to a loader of the
// core, bundled from the ESM of `dist` with other loaders; all else it imports from there, so hooks and clients go together.

import { readFileSync } from "node:fs";
import { posix, relative, resolve } from "node:path";
import { inRepo, inTarget, readJson } from "../repo.mjs";
import { writeFolder } from "./files.mjs";
import { reachable, targetOf } from "./modules.mjs";

const OWN_LOADERS = {
  "#wasm": "dist/js/wasm/given_client.js",
  "#wasm-http": "dist/js/wasm/given_http.js",
};

export async function buildSlim() {
  const esbuild = await import("esbuild");
  const result = await esbuild.build({
    stdin: {
      contents: readFileSync(inTarget("typescript", "slim", "index.js"), "utf8"),
      resolveDir: inRepo("dist", "slim"),
    },
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    packages: "external",
    // The clients' sources are in the maps of their own modules, once is enough.
    sourcemap: false,
    tsconfigRaw: {},
    logLevel: "silent",
    plugins: [allButClients(readJson(inRepo("package.json")))],
  });
  writeFolder(
    inRepo("dist", "slim"),
    new Map([
      ["index.js", result.outputFiles[0].text],
      ["index.d.ts", readFileSync(inTarget("typescript", "slim", "index.d.ts"), "utf8")],
    ]),
  );
}

/** Leaves outside what does not lead to a loader of the core, and takes our loaders for those. */
const allButClients = (manifest) => ({
  name: "all-but-clients",
  setup(build) {
    const outside = (path) => ({ path: posix.relative("dist/slim", path), external: true });
    build.onResolve({ filter: /^#/ }, ({ path }) => outside(OWN_LOADERS[path]));
    build.onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
      const file = relative(inRepo(), resolve(resolveDir, path));
      return leadsToLoader(file, manifest)
        ? { path: inRepo(file), sideEffects: false }
        : outside(file);
    });
  },
});

function leadsToLoader(file, manifest) {
  const found = reachable([file], manifest);
  return Object.keys(OWN_LOADERS).some((name) => found.has(targetOf(name, file, manifest)));
}
