// `dist/slim/` and `dist/worker/`: clients that come to a core in another way. Each is one file with the modules that lead
// to one that is exchanged, bundled from the ESM of `dist` with others for those; all else it imports from there, so hooks
// and clients go together.

import { readFileSync } from "node:fs";
import { posix, relative, resolve } from "node:path";
import { inRepo, inTarget, readJson } from "../repo.mjs";
import { writeFolder } from "./files.mjs";
import { reachable, targetOf } from "./modules.mjs";

/** By folder, what takes the place of which module. */
const VARIANTS = {
  // The app gives the core.
  slim: {
    "#wasm": "dist/js/wasm/given_client.js",
    "#wasm-http": "dist/js/wasm/given_http.js",
  },
  // A worker has the core.
  worker: {
    "dist/js/browser/core_host.js": "dist/js/worker/core_host.js",
    "dist/js/browser/early_socket.js": "dist/js/worker/no_early_socket.js",
  },
};

export async function buildVariants() {
  for (const [folder, exchanged] of Object.entries(VARIANTS)) await buildVariant(folder, exchanged);
}

async function buildVariant(folder, exchanged) {
  const esbuild = await import("esbuild");
  const emitted = (name) => readFileSync(inTarget("typescript", folder, name), "utf8");
  const result = await esbuild.build({
    stdin: { contents: emitted("index.js"), resolveDir: inRepo("dist", folder) },
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
    plugins: [allButClients(folder, exchanged, readJson(inRepo("package.json")))],
  });
  writeFolder(
    inRepo("dist", folder),
    new Map([
      ["index.js", result.outputFiles[0].text],
      ["index.d.ts", emitted("index.d.ts")],
    ]),
  );
}

/** Leaves outside what does not lead to an exchanged module, and takes ours for those. */
const allButClients = (folder, exchanged, manifest) => {
  const theirs = Object.keys(exchanged).map((name) => targetOf(name, "", manifest));
  const ours = new Map(theirs.map((path, at) => [path, Object.values(exchanged)[at]]));
  const outside = (path) => ({
    path: posix.relative(`dist/${folder}`, ours.get(path) ?? path),
    external: true,
  });
  const isInside = (path) =>
    !ours.has(path) && theirs.some((each) => reachable([path], manifest).has(each));
  return {
    name: "all-but-clients",
    setup(build) {
      build.onResolve({ filter: /^[#.]/ }, ({ path, resolveDir }) => {
        const file = targetOf(path, `${relative(inRepo(), resolve(resolveDir))}/_`, manifest);
        return isInside(file) ? { path: inRepo(file), sideEffects: false } : outside(file);
      });
    },
  };
};
