// TypeScript over one module that is not on disk: it stands beside the package's sources, so it imports
// npm convex and the built package as an app does. Leaves to others: what is asked of the checker.

import ts from "typescript-5.4";
import { inRepo } from "../repo.mjs";

const OPTIONS = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  jsx: ts.JsxEmit.ReactJSX,
  types: [],
};

/** Files as they are on disk, parsed once for all programs. */
const parsed = new Map();

/**
 * `{checker, source}` of the module. `edits` (path -> text) are read in place of files on disk.
 * Throws where the module does not compile: what is unknown to TypeScript would equal everything.
 */
export function programOf(text, edits = new Map()) {
  const path = inRepo("parity_check.mts");
  const texts = new Map([...edits, [path, text]]);
  const program = ts.createProgram([path], OPTIONS, hostOf(texts));
  const source = program.getSourceFile(path);
  const errors = program.getSemanticDiagnostics(source);
  if (errors.length > 0)
    throw new Error(`the comparison does not compile: ${messageOf(errors[0], source)}`);
  return { checker: program.getTypeChecker(), source };
}

function hostOf(texts) {
  const host = ts.createCompilerHost(OPTIONS);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => texts.has(name) || fileExists(name);
  host.readFile = (name) => texts.get(name) ?? readFile(name);
  host.getSourceFile = (name, options, ...rest) => {
    if (texts.has(name)) return ts.createSourceFile(name, texts.get(name), options, true);
    if (!parsed.has(name)) parsed.set(name, getSourceFile(name, options, ...rest));
    return parsed.get(name);
  };
  return host;
}

function messageOf({ messageText, start }, source) {
  const { line } = source.getLineAndCharacterOfPosition(start);
  const [at] = source.text.split("\n").slice(line);
  return `${ts.flattenDiagnosticMessageText(messageText, " ")} in \`${at}\``;
}
