// How many bytes an app of four names pays for: bundled and minified as an app's bundler would,
// split into our JavaScript, the glue of wasm-bindgen and the wasm as delivered (text), each raw,
// gzip and brotli. bench/size_budget.json says what they may be.

import { readFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { inRepo, readJson } from "../repo.mjs";

const NAMES = "ConvexReactClient, ConvexProvider, useQuery, useMutation";
const SLIM = `export { ConvexReactClient, initLentil } from "lentil/slim";
export { ConvexProvider, useQuery, useMutation } from "lentil/react";`;
const WORKER = `export { ConvexReactClient } from "lentil/worker";
export { ConvexProvider, useQuery, useMutation } from "lentil/react";`;
const HTTP_CLIENT = (name) => `export { ConvexHttpClient } from "${name}/browser"`;
const PARTS = ["js", "glue", "wasm"];
const WASM_ARTEFACTS = /wasm\/(client|http)_(bg|text)\.js$/;
const REACT = ["react", "react/*", "react-dom"];
const PEERS = ["convex/*", ...REACT];

/** Measures `dist/`; `isWithin` is false where a part is over its budget by more than `failsAbove` allows. */
export async function measureSizes() {
  const budget = readJson(inRepo("bench", "size_budget.json"));
  const entry = inRepo(readJson(inRepo("package.json")).exports["./react"].default);
  const js = await bundle(`export { ${NAMES} } from ${JSON.stringify(entry)}`, PEERS);
  const sizes = {
    js: sizesOf(js),
    glue: sizesOf(readFileSync(inRepo("dist", "wasm", "client_bg.js"))),
    wasm: sizesOf(readFileSync(inRepo("dist", "wasm", "client_text.js"))),
    convex: await sizesAddedByConvex(entry, js),
    official: sizesOf(await bundle(`export { ${NAMES} } from "convex/react"`, REACT)),
    pages: await sizesAddedBy("usePaginatedQuery", entry, js),
    lists: await sizesAddedBy("usePaginatedQuery_experimental", entry, js),
    slim: sizesOf(await bundle(SLIM, PEERS, [laterOutside])),
    module: sizesOf(readFileSync(inRepo("dist", "wasm", "client_bg.wasm"))),
    worker: sizesOf(await bundle(WORKER, PEERS, [laterOutside])),
    http: sizesOf(await bundle(HTTP_CLIENT("lentil"), [], [])),
    officialHttp: sizesOf(await bundle(HTTP_CLIENT("convex"), [], [])),
  };
  const over = PARTS.filter((part) => sizes[part].gzip > limitOf(budget, part) * budget.failsAbove);
  return { budget, sizes, over, isWithin: over.length === 0 };
}

export const describeSizes = ({ budget, sizes, over }) =>
  [
    `Size of an app's ${NAMES} (bytes; 1 KB = ${budget.bytesPerKb}):`,
    `  ${row("", "raw", "gzip", "brotli")}  budget (gzip)`,
    ...PARTS.map((part) => `  ${sizeRow(part, sizes[part])}  ${standing(budget, part, sizes)}`),
    `  ${sizeRow("total", total(sizes))}  ${PARTS.reduce((sum, part) => sum + budget.gzipKb[part], 0).toFixed(1)} KB`,
    `  ${sizeRow("convex*", sizes.convex)}  not budgeted`,
    `  ${sizeRow("official", sizes.official)}  the same names of convex/react, in one bundle`,
    `  ${sizeRow("+ pages", sizes.pages)}  what usePaginatedQuery adds to the js`,
    `  ${sizeRow("+ lists", sizes.lists)}  what usePaginatedQuery_experimental adds to the js`,
    `  ${sizeRow("slim", sizes.slim)}  the same names with the client of lentil/slim, js and glue`,
    `  ${sizeRow("+ module", sizes.module)}  lentil/wasm, the file that slim is given`,
    `  ${sizeRow("worker", sizes.worker)}  the same names with the client of lentil/worker, all that it needs`,
    `  ${sizeRow("http", sizes.http)}  ConvexHttpClient alone, all that it needs`,
    `  ${sizeRow("official", sizes.officialHttp)}  the same of convex/browser`,
    "  * what the peer's convex/values and convex/server add, where an app does not have them yet",
    ...over.map((part) => `  ${part} is over ${budget.failsAbove} times its budget`),
  ].join("\n");

const limitOf = (budget, part) => budget.gzipKb[part] * budget.bytesPerKb;

function standing(budget, part, sizes) {
  const share = Math.round((100 * sizes[part].gzip) / limitOf(budget, part));
  const at = `${budget.gzipKb[part]} KB, at ${share} %`;
  return share > 100 ? `${at} of at most ${100 * budget.failsAbove} %` : at;
}

const total = (sizes) =>
  Object.fromEntries(
    ["raw", "gzip", "brotli"].map((kind) => [
      kind,
      PARTS.reduce((sum, part) => sum + sizes[part][kind], 0),
    ]),
  );

const row = (name, ...cells) =>
  name.padEnd(9) + cells.map((cell) => String(cell).padStart(9)).join("");
const sizeRow = (name, { raw, gzip, brotli }) => row(name, raw, gzip, brotli);

const sizesOf = (code) => ({
  raw: code.length,
  gzip: gzipSync(code, { level: 9 }).length,
  brotli: brotliCompressSync(code).length,
});

async function sizesAddedByConvex(entry, withoutConvex) {
  const source = `export { ${NAMES} } from ${JSON.stringify(entry)}`;
  return growth(withoutConvex, await bundle(source, REACT));
}

async function sizesAddedBy(name, entry, without) {
  const source = `export { ${NAMES}, ${name} } from ${JSON.stringify(entry)}`;
  return growth(without, await bundle(source, PEERS));
}

function growth(without, code) {
  const [base, more] = [sizesOf(without), sizesOf(code)];
  return Object.fromEntries(Object.keys(base).map((kind) => [kind, more[kind] - base[kind]]));
}

/** Bundles a source text; the wasm artefacts are measured on their own and stay outside, as does what loads later. */
async function bundle(source, external, plugins = [wasmOutside]) {
  const esbuild = await import("esbuild");
  const result = await esbuild.build({
    stdin: { contents: source, resolveDir: inRepo() },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    tsconfigRaw: {},
    logLevel: "silent",
    define: { "process.env.NODE_ENV": '"production"' },
    external,
    plugins,
  });
  return result.outputFiles[0].contents;
}

/** What is loaded when it is needed. */
const laterOutside = {
  name: "later-outside",
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ path, kind }) =>
      kind === "dynamic-import" ? { path, external: true } : null,
    );
  },
};

const wasmOutside = {
  name: "wasm-outside",
  setup(build) {
    build.onResolve({ filter: WASM_ARTEFACTS }, ({ path }) => ({ path, external: true }));
    laterOutside.setup(build);
  },
};
