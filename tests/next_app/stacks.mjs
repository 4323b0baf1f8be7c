// Whose code made something on the bundled server: the caller, read off the source maps beside the
// bundles. What `fetch` does inside to answer a call is the platform's, and ends with the call.

import { existsSync, readFileSync } from "node:fs";
import { SourceMap } from "node:module";

const WATCHER = "server_watch.mjs";
const FRAME = /\(?(?:file:\/\/)?(\/.*\.js):(\d+):(\d+)\)?$/;
// As the maps name the package, which is linked from outside the app.
const LENTIL = /^(\.\.\/)+dist\/(js|react|wasm)\//;
const maps = new Map();

/** Whether the caller is in the package's own files. */
export function isMadeByLentil({ stack }) {
  const frames = stack.split("\n").filter((line) => /^ +at /.test(line));
  const caller = frames.find((line) => !line.includes(WATCHER)) ?? "";
  const [, file, line, column] = caller.match(FRAME) ?? [];
  return file !== undefined && LENTIL.test(sourceOf(file, Number(line) - 1, Number(column) - 1));
}

function sourceOf(file, line, column) {
  if (!maps.has(file)) maps.set(file, readMap(`${file}.map`));
  return maps.get(file)?.findEntry(line, column).originalSource ?? "";
}

const readMap = (path) =>
  existsSync(path) ? new SourceMap(JSON.parse(readFileSync(path, "utf8"))) : null;
