// Our exports beside those of npm convex: which there are at run time and for types, and whether one
// type can stand for the other. TypeScript answers the last question: a module is written that assigns
// each of ours to theirs and back, and its errors are sorted by line.

import { createRequire } from "node:module";
import ts from "typescript-5.4";
import { inRepo, readJson } from "../repo.mjs";

/** Entry points by their names in the packages. */
export const ENTRIES = ["react", "browser", "nextjs", "values", "react-clerk", "react-auth0"];

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

/**
 * One row an export: `{name, kind, isHere, ours, theirs}`; `ours`: ours can stand for theirs,
 * `theirs`: theirs for ours; both undefined where there is no type to compare.
 */
export async function compareExports() {
  const entries = [];
  for (const entry of ENTRIES) entries.push({ entry, rows: await rowsOf(entry) });
  return entries;
}

/** The names that we lack. */
export const missing = (entries) =>
  entries.flatMap(({ entry, rows }) =>
    rows.filter((row) => !row.isHere).map((row) => `lentil/${entry}: ${row.name}`),
  );

async function rowsOf(entry) {
  const names = await runtimeNames(entry);
  const typed = typedExports(entry);
  const untyped = names.theirs
    .filter((name) => !typed.some((row) => row.name === name))
    .map((name) => ({ name, kind: "run time only", isHere: names.ours.includes(name) }));
  const isThere = (row) =>
    row.isHere &&
    (row.kind === "type" || !names.theirs.includes(row.name) || names.ours.includes(row.name));
  return [...typed.map((row) => ({ ...row, isHere: isThere(row) })), ...untyped].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
}

/** As `require` gives them: React and the providers need no bundler then. */
async function runtimeNames(entry) {
  const require = createRequire(inRepo("package.json"));
  const { exports } = readJson(inRepo("package.json"));
  const named = (module) => Object.keys(module).filter((name) => name !== "default");
  return {
    theirs: named(require(`convex/${entry}`)),
    ours: named(require(inRepo(exports[`./${entry}`].require.default))),
  };
}

function typedExports(entry) {
  const imports = `import * as theirs from "convex/${entry}";\nimport * as ours from "lentil/${entry}";\n`;
  const { checker, source } = programOf(`${imports}export { ours, theirs };\n`);
  const [theirs, ours] = source.statements
    .filter(ts.isImportDeclaration)
    .map((statement) => checker.getSymbolAtLocation(statement.moduleSpecifier))
    .map((module) => (module ? checker.getExportsOfModule(module) : []));
  const rows = theirs.map((symbol) => {
    const real = resolved(checker, symbol);
    const isHere = ours.some((mine) => mine.name === symbol.name);
    return { name: symbol.name, kind: kindOf(real), isHere, arity: arityOf(real) };
  });
  return judged(imports, rows);
}

/** Two lines a row in one module; an error on the first says that ours cannot stand for theirs. */
function judged(imports, rows) {
  const compared = rows.filter((row) => row.isHere && row.kind !== "namespace");
  const lines = compared.flatMap((row, index) => assignments(row, index));
  const { program, source } = programOf(imports + lines.join("\n"));
  const first = imports.split("\n").length - 1;
  const wrong = new Set(
    program
      .getSemanticDiagnostics(source)
      .map(({ start }) => source.getLineAndCharacterOfPosition(start).line - first),
  );
  return rows.map(({ arity: _, ...row }) => {
    const at = compared.findIndex(({ name }) => name === row.name);
    return at < 0 ? row : { ...row, ours: !wrong.has(2 * at), theirs: !wrong.has(2 * at + 1) };
  });
}

/** Classes are compared by their public members: private ones make two classes differ by name alone. */
function assignments({ name, kind, arity }, index) {
  const args = arity === 0 ? "" : `<${new Array(arity).fill("any").join(", ")}>`;
  const typeOf = (side) => {
    if (kind === "value") return `typeof ${side}.${name}`;
    if (kind === "type") return `${side}.${name}${args}`;
    return `Pick<${side}.${name}${args}, keyof theirs.${name}${args} & keyof ours.${name}${args}>`;
  };
  const line = (to, from, mark) =>
    `export const ${mark}${index}: ${typeOf(to)} = null as unknown as ${typeOf(from)};`;
  return [line("theirs", "ours", "a"), line("ours", "theirs", "b")];
}

function kindOf(symbol) {
  if (symbol.flags & ts.SymbolFlags.Class) return "class";
  if (symbol.flags & ts.SymbolFlags.Value && !(symbol.flags & ts.SymbolFlags.ValueModule))
    return "value";
  return symbol.flags & ts.SymbolFlags.ValueModule ? "namespace" : "type";
}

/** How many type parameters have no default. */
function arityOf(symbol) {
  const declared = symbol.declarations?.find((declaration) => declaration.typeParameters);
  return declared?.typeParameters.filter((parameter) => !parameter.default).length ?? 0;
}

const resolved = (checker, symbol) =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;

/** A program of one module that stands beside the package's sources, and is not on disk. */
function programOf(text) {
  const path = inRepo("parity_check.mts");
  const host = ts.createCompilerHost(OPTIONS);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => name === path || fileExists(name);
  host.readFile = (name) => (name === path ? text : readFile(name));
  host.getSourceFile = (name, ...rest) =>
    name === path
      ? ts.createSourceFile(
          name,
          text,
          { languageVersion: OPTIONS.target, impliedNodeFormat: ts.ModuleKind.ESNext },
          true,
        )
      : getSourceFile(name, ...rest);
  const program = ts.createProgram([path], OPTIONS, host);
  return { program, checker: program.getTypeChecker(), source: program.getSourceFile(path) };
}
