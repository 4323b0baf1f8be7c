// The recipes of docs/migration.md as files of an app: what the page shows is what the tests run.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ROOT } from "../support/paths.mjs";

export const HERE = fileURLToPath(new URL(".", import.meta.url));

/** Where `folderWith` makes its folders: in the repository, as Turbopack wants all of an app below one root. */
export const FOLDERS = join(ROOT, "target", "ecosystem");

const PAGE = readFileSync(join(ROOT, "docs", "migration.md"), "utf8");
const BLOCK = /^```\w+\n\/\/ (\S+).*\n([\s\S]*?)^```$/gm;

/** Text by file name: every block of the page that opens with a file's name. */
const RECIPES = new Map([...PAGE.matchAll(BLOCK)].map(([, file, text]) => [file, text]));

export function recipe(file) {
  const text = RECIPES.get(file);
  if (text === undefined) throw new Error(`docs/migration.md has no recipe called ${file}`);
  return text;
}

// Without one the folder would be part of Lentil's own package.
const APP = JSON.stringify({ private: true, type: "module" });

/** A folder that has these tests' packages, with `files` (text by path) in it; gone when the process is. */
export function folderWith(files) {
  mkdirSync(FOLDERS, { recursive: true });
  const folder = mkdtempSync(join(FOLDERS, "app-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  symlinkSync(join(HERE, "node_modules"), join(folder, "node_modules"));
  for (const [path, text] of Object.entries({ "package.json": APP, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
