// Stamps: a step whose inputs are unchanged since its outputs were written is skipped.
// Owns the hashes and where they are kept (cargo's output folder, so `cargo clean` forgets them).

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inRepo, inTarget } from "../repo.mjs";

/** All files below a path (or the path itself), in a fixed order. */
export function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}

/** One hash over the names and contents of everything below the paths, and some words. */
export function hashOf(paths, words = []) {
  const hash = createHash("sha256");
  for (const word of words) hash.update(`${word}\0`);
  for (const file of paths.flatMap((path) => filesBelow(inRepo(path)))) {
    hash.update(`${file}\0`).update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

/** Runs `make` unless `name` was made from the same hash before and its outputs still exist. */
export async function unlessUnchanged(name, hash, outputs, make) {
  const stamp = inTarget("stamps", name);
  const isUnchanged =
    outputs.every((path) => existsSync(path)) &&
    existsSync(stamp) &&
    readFileSync(stamp, "utf8") === hash;
  if (isUnchanged) return "unchanged";
  await make();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
  return "made";
}
