// Writing build output without disturbing who reads it: a file is replaced in one step, and only
// when its content changed, so a running dev server or test never sees half a file.

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { filesBelow } from "./stamps.mjs";

export function writeIfChanged(path, content) {
  const bytes = Buffer.from(content);
  if (existsSync(path) && readFileSync(path).equals(bytes)) return;
  mkdirSync(dirname(path), { recursive: true });
  const half = `${path}.${process.pid}.half`;
  writeFileSync(half, bytes);
  renameSync(half, path);
}

/** Makes a folder hold exactly the given files (relative path to content). */
export function writeFolder(folder, files) {
  for (const [path, content] of files) writeIfChanged(join(folder, path), content);
  const wanted = new Set([...files.keys()].map((path) => join(folder, path)));
  for (const file of filesBelow(folder)) {
    if (!wanted.has(file)) rmSync(file, { force: true });
  }
}
