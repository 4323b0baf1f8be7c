// js/ and react/ from TypeScript to the ESM of `dist/`. tsc emits into cargo's output folder; from there the types
// go to dist that a door of package.json leads to, the code with its comments taken out, so that a 'use client' comes
// first in its file, and a source map that holds the TypeScript, comments and all.

import { readFileSync, rmSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { CommandFailed } from "../known_error.mjs";
import { attempt } from "../process.mjs";
import { inRepo, inTarget, readJson } from "../repo.mjs";
import { writeFolder } from "./files.mjs";
import { doorsOf, reachable } from "./modules.mjs";
import { filesBelow } from "./stamps.mjs";
import { workerScript } from "./worker_script.mjs";

const FOLDERS = ["js", "react"];

export async function buildTypeScript() {
  const emitted = inTarget("typescript");
  rmSync(emitted, { recursive: true, force: true });
  typeCheck("tsconfig.build.json", ["--outDir", emitted]);
  const types = typesIn(emitted);
  for (const folder of FOLDERS) {
    const files = new Map();
    for (const file of filesBelow(join(emitted, folder))) {
      const path = relative(join(emitted, folder), file);
      const content = readFileSync(file, "utf8");
      if (path.endsWith(".js")) await addCode(files, folder, path, content);
      else if (types.has(join("dist", folder, path))) files.set(path, content);
    }
    if (folder === "js") files.set("worker/script_text.js", await workerScript());
    writeFolder(inRepo("dist", folder), files);
  }
}

/** The declarations that the package's types are made of, by their place in the package. */
function typesIn(emitted) {
  const manifest = readJson(inRepo("package.json"));
  const read = (path) => readFileSync(join(emitted, relative("dist", path)), "utf8");
  return reachable(doorsOf(manifest, ".d.ts"), manifest, read);
}

/** What tsc made, and its map; nothing where the source was types alone. */
async function addCode(files, folder, path, content) {
  const { transform } = await import("esbuild");
  const { code, map } = await transform(content, CODE);
  if (code === "") return;
  files.set(path, `${code}//# sourceMappingURL=${basename(path)}.map\n`);
  files.set(`${path}.map`, atHome(map, dirname(join(folder, path))));
}

/** The map of a module of `dist/FOLDER`: its source by its place in the repository, which is that in the package, too. */
function atHome(map, folder) {
  const { sources, ...rest } = JSON.parse(map);
  const paths = sources.map((source) =>
    relative(inRepo(), join(inTarget("typescript", folder), source)),
  );
  return JSON.stringify({
    ...rest,
    sources: paths.map((path) => relative(join("dist", folder), path)),
  });
}

const CODE = {
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  sourcemap: "external",
};

/** Runs tsc over a project; throws with its findings. */
export function typeCheck(project, options) {
  const tsc = inRepo("node_modules", "typescript", "bin", "tsc");
  const result = attempt(process.execPath, [tsc, "-p", inRepo(project), ...options]);
  if (!result.ok) throw new CommandFailed(`tsc -p ${project}:\n${result.stdout}${result.stderr}`);
}
