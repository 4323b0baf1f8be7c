// Where things are: the repository root, cargo's output folder, the cache of tools.
// Leaves to others: what is in them. Imports nothing from node_modules, as everything in scripts/
// must load in a fresh clone.

import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** A path inside the repository. */
export const inRepo = (...parts) => join(root, ...parts);

/** A path inside cargo's output folder, where stamps and other by-products live as well. */
export const inTarget = (...parts) =>
  join(resolve(root, process.env.CARGO_TARGET_DIR ?? "target"), ...parts);

/** A path inside the folder of tools that are installed once for all clones. */
export const inCache = (...parts) =>
  join(process.env.LENTIL_CACHE ?? join(homedir(), ".cache", "lentil"), ...parts);

export const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));

/** The version of a crate that Cargo.lock pins. */
export function lockedCrateVersion(crate) {
  const lock = readFileSync(inRepo("Cargo.lock"), "utf8");
  const version = lock.match(new RegExp(`name = "${crate}"\\nversion = "([^"]+)"`))?.[1];
  if (!version) throw new Error(`Cargo.lock names no crate ${crate}`);
  return version;
}
