// The source maps of the packed package: who steps through Lentil in a debugger sees the TypeScript with its comments.

import assert from "node:assert/strict";
import { SourceMap } from "node:module";
import { posix } from "node:path";
import { test } from "node:test";
import { read, shipped } from "./unpacked.mjs";

/** All but a text that was made of other modules. */
const code = shipped.filter((path) => /^dist\/(js|react)\/.*(?<!_text)\.js$/.test(path));
const mapOf = (path) => JSON.parse(read(`${path}.map`));

test("each ES module of ours names its map, which holds its source", () => {
  assert.notEqual(code.length, 0);
  for (const path of code) {
    assert.ok(read(path).endsWith(`\n//# sourceMappingURL=${posix.basename(path)}.map\n`), path);
    const { sources, sourcesContent } = mapOf(path);
    const places = sources.map((source) => posix.join(posix.dirname(path), source));
    const place = path.replace(/^dist\//, "").replace(/\.js$/, "");
    assert.match(places.join(), new RegExp(`^${place}\\.tsx?$`));
    assert.match(sourcesContent.join(), /^("use client";\n)?\/\*\*\n \* /, path);
  }
});

test("a line leads to that of its source, to the letter", () => {
  const path = "dist/react/use_query.js";
  const map = mapOf(path);
  const lines = read(path).split("\n");
  const at = lines.findIndex((line) => line.startsWith("function useQuery("));
  const { originalLine, originalColumn } = new SourceMap(map).findEntry(at, "function ".length);
  const original = map.sourcesContent[0].split("\n")[originalLine].slice(originalColumn);
  assert.match(original, /^useQuery</);
});
