// The modules of `dist` as they import one another: where an import leads, and what can be reached from the doors that
// package.json names. Paths are from the repository's root.

import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { inRepo } from "../repo.mjs";

/** An import of a module of the package, by its place or, with `#`, by its name in package.json. */
const IMPORT = /(\bfrom\s*|\bimport\s*\(?\s*|\brequire\()(["'])([.#][^"']*)\2/g;

/** Every file that a tree of conditions can lead to. */
const leavesOf = (entry) =>
  typeof entry === "string" ? [posix.normalize(entry)] : Object.values(entry).flatMap(leavesOf);

/** The files of a kind that package.json names. */
export const doorsOf = ({ exports, imports }, kind) =>
  leavesOf({ ...exports, ...imports }).filter((path) => path.endsWith(kind));

/** The text with each import of a module of the package by the name that `rename` gives for its path. */
export const withImports = (text, path, manifest, rename) =>
  text.replace(IMPORT, (_, before, quote, name) => {
    const to = rename(targetOf(name, path, manifest));
    const place = posix.relative(posix.dirname(path), to);
    return `${before}${quote}${place.startsWith(".") ? place : `./${place}`}${quote}`;
  });

/** The files that those at `entries` lead to, they included: code, or declarations. */
export function reachable(entries, manifest, read = readBuilt) {
  const found = new Set(entries);
  for (const path of found) {
    const isTypes = path.endsWith(".d.ts");
    withImports(read(path), path, manifest, (to) => {
      found.add(isTypes ? to.replace(/\.js$/, ".d.ts") : to);
      return to;
    });
  }
  return found;
}

/** Where an import leads that the file at `path` has; without a runtime's condition, that is what holds everywhere else. */
export const targetOf = (name, path, { imports }) =>
  name.startsWith("#")
    ? posix.normalize(imports[name].default)
    : posix.join(posix.dirname(path), name);

const readBuilt = (path) => readFileSync(inRepo(path), "utf8");
