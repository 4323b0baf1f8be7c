// The ways a page gets its client, bundled by Vite: npm convex as it is (what the others are judged by), the alias of
// docs/migration.md, and Lentil's client alone below the provider and hooks of convex/react.

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "vite";
import webpack from "webpack";
import { folderWith, HERE, recipe } from "./recipes.mjs";

const OFFICIAL = /\/convex\/dist\/esm\/(react|browser|nextjs)/;
const LENTIL = /\/lentil\/dist\//;

const ourClient = {
  find: /^\.\/client$/,
  replacement: join(HERE, "pages", "lentil_client.ts"),
};

const WIRINGS = {
  official: { resolve: {}, has: [true, false] },
  alias: { config: "vite.config.ts", has: [false, true] },
  client: { resolve: { alias: [ourClient] }, has: [true, true] },
};

export const wirings = Object.keys(WIRINGS);

/**
 * The exports of a page (a path in this folder), bundled with everything that it imports, and whose
 * client is in the bundle: `[npm convex's, Lentil's]`.
 */
export async function pageOf(path, wiring) {
  const { resolve, config } = WIRINGS[wiring];
  const configFile = config ? join(folderWith({ [config]: recipe(config) }), config) : false;
  const outDir = folderWith({});
  const { output } = await buildLibrary({ resolve, configFile, outDir, entry: join(HERE, path) });
  const modules = output.flatMap((chunk) => chunk.moduleIds ?? []);
  const clients = [OFFICIAL, LENTIL].map((whose) => modules.some((id) => whose.test(id)));
  const file = output.find((chunk) => chunk.isEntry).fileName;
  return { ...(await import(pathToFileURL(join(outDir, file)))), clients };
}

/** As `pageOf` with the alias, by webpack. */
export async function pageByWebpack(path) {
  const config = "webpack.config.mjs";
  const recipeFolder = folderWith({ [config]: recipe(config) });
  const { default: options } = await import(pathToFileURL(join(recipeFolder, config)));
  const outDir = folderWith({});
  const modules = await runWebpack({ ...options, ...webpackOptions(join(HERE, path), outDir) });
  const clients = [OFFICIAL, LENTIL].map((whose) => modules.some((id) => whose.test(id)));
  return { ...(await import(pathToFileURL(join(outDir, "page.mjs")))), clients };
}

const webpackOptions = (entry, outDir) => ({
  context: HERE,
  entry,
  mode: "production",
  module: { rules: [{ test: /\.tsx?$/, use: join(HERE, "webpack_loader.mjs") }] },
  optimization: { minimize: false },
  output: { path: outDir, filename: "page.mjs", library: { type: "module" }, module: true },
  experiments: { outputModule: true },
});

/** Runs it; gives the files that it bundled. */
function runWebpack({ resolve, ...options }) {
  const extensions = [".tsx", ".ts", ".js"];
  return new Promise((done, fail) => {
    webpack({ ...options, resolve: { ...resolve, extensions } }, (error, stats) => {
      if (error) return fail(error);
      if (stats.hasErrors()) return fail(new Error(stats.toString("errors-only")));
      done([...stats.compilation.modules].map((module) => module.nameForCondition() ?? ""));
    });
  });
}

/** Whose clients the bundle of a wiring has to hold. */
export const clientsOf = (wiring) => WIRINGS[wiring].has;

async function buildLibrary({ resolve, configFile, outDir, entry }) {
  const lib = { entry, formats: ["es"], fileName: "page" };
  const options = { root: HERE, configFile, logLevel: "error" };
  const built = await build({
    ...options,
    ...(resolve ? { resolve } : {}),
    build: { lib, outDir, minify: false, emptyOutDir: false },
  });
  return [built].flat()[0];
}
