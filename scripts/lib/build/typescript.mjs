// js/ and react/ from TypeScript to the ESM of `dist/`. tsc emits into cargo's output folder; from
// there the types go to dist as they are, the code with its comments taken out, so that a
// 'use client' comes first in its file.

import { readFileSync, rmSync } from "node:fs";
import { relative } from "node:path";
import { CommandFailed } from "../known_error.mjs";
import { attempt } from "../process.mjs";
import { inRepo, inTarget } from "../repo.mjs";
import { writeFolder } from "./files.mjs";
import { filesBelow } from "./stamps.mjs";

const FOLDERS = ["js", "react"];

export async function buildTypeScript() {
  const emitted = inTarget("typescript");
  rmSync(emitted, { recursive: true, force: true });
  typeCheck("tsconfig.build.json", ["--outDir", emitted]);
  const { transform } = await import("esbuild");
  for (const folder of FOLDERS) {
    const files = new Map();
    for (const file of filesBelow(`${emitted}/${folder}`)) {
      const path = relative(`${emitted}/${folder}`, file);
      const content = readFileSync(file, "utf8");
      const isCode = path.endsWith(".js");
      files.set(path, isCode ? (await transform(content, CODE)).code : content);
    }
    writeFolder(inRepo("dist", folder), files);
  }
}

const CODE = { format: "esm", target: "es2022", charset: "utf8", legalComments: "none" };

/** Runs tsc over a project; throws with its findings. */
export function typeCheck(project, options) {
  const tsc = inRepo("node_modules", "typescript", "bin", "tsc");
  const result = attempt(process.execPath, [tsc, "-p", inRepo(project), ...options]);
  if (!result.ok) throw new CommandFailed(`tsc -p ${project}:\n${result.stdout}${result.stderr}`);
}
