// The packed package (LENTIL_TARBALL, made by `npm test`), unpacked into a folder that goes when the process does: its
// manifest, its files and what they import. Judges nothing.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { importsIn } from "../architecture/tree.mjs";

const tarball = process.env.LENTIL_TARBALL;
assert.ok(tarball, "LENTIL_TARBALL names the packed package; run: npm test -- --only tarball");

const folder = mkdtempSync(join(tmpdir(), "lentil-tarball-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
execFileSync("tar", ["-xzf", tarball, "-C", folder]);
const packageRoot = join(folder, "package");

/** The text of a file of the package; all paths are from its root. */
export const read = (path) => readFileSync(join(packageRoot, path), "utf8");
export const exists = (path) => existsSync(join(packageRoot, path));
export const bytesOf = (path) => readFileSync(join(packageRoot, path));

export const manifest = JSON.parse(read("package.json"));

const filesBelow = (path) =>
  statSync(join(packageRoot, path)).isDirectory()
    ? readdirSync(join(packageRoot, path)).flatMap((name) => filesBelow(posix.join(path, name)))
    : [path];

/** Every file of the package. */
export const shipped = filesBelow("");

/** Every file that a tree of conditions can lead to. */
export const targetsOf = (entry) =>
  typeof entry === "string" ? [posix.normalize(entry)] : Object.values(entry).flatMap(targetsOf);

/** Every file that the package's own doors and names can lead to. */
export const doors = targetsOf({ ...manifest.exports, ...manifest.imports });

const requiresIn = (text) => [...text.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name);

/** What a file imports, as it says it. */
export const namesIn = (path) =>
  path.endsWith(".cjs") ? requiresIn(read(path)) : importsIn(read(path));

/** The file that an import of a file of the package is. */
export function fileOf(name, from) {
  const path = posix.join(posix.dirname(from), name.replace(/\?module$/, ""));
  return /\.d\.c?ts$/.test(from) ? path.replace(/\.(c?)js$/, ".d.$1ts") : path;
}
