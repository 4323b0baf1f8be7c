// The tree as the architecture tests see it: files of the repository, by folder and kind, with
// their text, their text without comments, and what they import. Judges nothing.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Every file git knows or would add, as paths from the root. */
export const allFiles = execFileSync(
  "git",
  ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
  { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
)
  .split("\0")
  .filter((path) => path !== "" && existsSync(root + path));

const SOURCE = /\.(rs|tsx?|m?js)$/;
const isGenerated = (path) => path.includes("/_generated/");

/** Source files below a folder (`src/`), written by hand. */
export const sourcesIn = (...folders) =>
  allFiles.filter(
    (path) =>
      SOURCE.test(path) && !isGenerated(path) && folders.some((folder) => path.startsWith(folder)),
  );

export const textOf = (path) => readFileSync(root + path, "utf8");

export const isBinary = (path) => readFileSync(root + path).includes(0);

const RUST_TOKENS =
  /b?r(#*)"[\s\S]*?"\1|b?"(?:\\[\s\S]|[^"\\])*"|b?'(?:\\[^']+|[^'\\\n])'|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

/** Rust without comments, so that prose may name what code may not. */
export const rustCodeIn = (text) =>
  text.replace(RUST_TOKENS, (token) => (token.startsWith("/") ? " " : token));

const IMPORTS =
  /(?:^|[\s;}])(?:import|export)\b(?:[\w\s{},*$#]*?\bfrom)?\s*["']([^"']+)["']|\b(?:import|require)\(\s*["'`]([^"'`]+)["'`]\s*\)/g;

const SCRIPT_TOKENS =
  /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

/** The specifiers a TypeScript or JavaScript text imports or re-exports from. */
export function importsIn(text) {
  const code = text.replace(SCRIPT_TOKENS, (token) => (/^\/[/*]/.test(token) ? " " : token));
  return [...code.matchAll(IMPORTS)].map((match) => match[1] ?? match[2]);
}
