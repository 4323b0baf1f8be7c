// `dist/cjs/`: the package for `require`, bundled from the ESM of `dist`. A file for each door and, in `shared/`, what
// several doors need: React's contexts, the classes and the core are one thing to all, nothing is there twice, and a few
// files load in a third of the time that one for each module takes. The types are those of ESM, file by file.

import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { inRepo, readJson } from "../repo.mjs";
import { writeFolder } from "./files.mjs";
import { doorsOf, reachable, targetOf, withImports } from "./modules.mjs";

export async function buildCommonJs() {
  const manifest = readJson(inRepo("package.json"));
  const files = new Map([...(await code(manifest)), ...types(manifest)]);
  writeFolder(inRepo("dist", "cjs"), files);
}

/** The doors of `dist/cjs` of a kind, by the names of what they are made from. */
const sourcesOf = (manifest, theirs, ours) =>
  doorsOf(manifest, theirs).map((path) =>
    path.replace(/^dist\/cjs\//, "dist/").replace(theirs, ours),
  );

async function code(manifest) {
  const esbuild = await import("esbuild");
  // To chunks first: esbuild shares code between entries in ESM alone.
  const { outputFiles } = await esbuild.build({
    ...COMMON,
    entryPoints: sourcesOf(manifest, ".cjs", ".js").map((path) => inRepo(path)),
    outbase: inRepo("dist"),
    outdir: inRepo("dist", "cjs"),
    outExtension: { ".js": ".cjs" },
    chunkNames: "shared/[hash]",
    bundle: true,
    splitting: true,
    write: false,
    format: "esm",
    packages: "external",
    inject: [inRepo("scripts", "lib", "build", "text_coders.js")],
    logLevel: "silent",
    plugins: [ownNames(manifest)],
  });
  const texts = outputFiles.map(async ({ path, text }) => {
    const { code } = await esbuild.transform(text, { ...COMMON, ...TO_COMMONJS });
    return [relative(inRepo("dist", "cjs"), path), code];
  });
  return await Promise.all(texts);
}

// The platform makes a file tell the names it exports, by which Node's `import` finds them.
const COMMON = { platform: "node", target: "node20", charset: "utf8", legalComments: "none" };

// What is loaded later is CommonJS, too, of which bundlers and engines make different things by `import()`.
const TO_COMMONJS = { format: "cjs", supported: { "dynamic-import": false } };

/** The loaders that `#` names of package.json mean to `require`. */
const ownNames = (manifest) => ({
  name: "own-names",
  setup: (build) =>
    build.onResolve({ filter: /^#/ }, ({ path }) => ({
      path: inRepo(targetOf(path, "", manifest)),
      sideEffects: false,
    })),
});

function types(manifest) {
  const ours = reachable(sourcesOf(manifest, ".d.cts", ".d.ts"), manifest);
  return [...ours].map((path) => {
    const text = readFileSync(inRepo(path), "utf8");
    const renamed = withImports(text, path, manifest, (to) => to.replace(/\.js$/, ".cjs"));
    return [relative("dist", path).replace(/\.d\.ts$/, ".d.cts"), renamed];
  });
}
