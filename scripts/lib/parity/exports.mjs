// What the entry points export, ours and those of npm convex: the names at run time and for types.
// Leaves to others: whether the types are alike (`compare.mjs`).

import { createRequire } from "node:module";
import ts from "typescript-5.4";
import { inRepo, readJson } from "../repo.mjs";
import { programOf } from "./program.mjs";

/** As `require` gives them: React and the providers need no bundler then. */
export function runtimeNames(entry) {
  const named = (module) => Object.keys(module).filter((name) => name !== "default");
  const { theirs, ours } = runtimeModules(entry);
  return { theirs: named(theirs), ours: named(ours) };
}

function runtimeModules(entry) {
  const require = createRequire(inRepo("package.json"));
  const { exports } = readJson(inRepo("package.json"));
  const ours = require(inRepo(exports[`./${entry}`].require.default));
  return { theirs: require(`convex/${entry}`), ours };
}

/**
 * What an app reaches of the class at run time, ours lacks and TypeScript does not name: npm convex leaves
 * what it calls internal out of its types, and other packages use some of it.
 */
export function hiddenMissing(entry, name, declared) {
  const { theirs, ours } = runtimeModules(entry);
  const own = prototypeNames(ours[name]);
  return prototypeNames(theirs[name]).filter(
    (member) => !own.includes(member) && !declared.includes(member),
  );
}

function prototypeNames(aClass) {
  const names = [];
  for (let at = aClass.prototype; at && at !== Object.prototype; at = Object.getPrototypeOf(at))
    names.push(...Object.getOwnPropertyNames(at));
  return names;
}

/** The symbols of the two packages' exports by name, a pair of maps for each entry point. */
export function exportedSymbols(checker, source, entries) {
  const maps = source.statements.slice(0, 2 * entries.length).map(({ moduleSpecifier }) => {
    const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(moduleSpecifier));
    const named = symbols.map((symbol) => [symbol.name, resolved(checker, symbol)]);
    return new Map(named.filter(([, symbol]) => !checker.isUnknownSymbol(symbol)));
  });
  return entries.map((_, index) => ({ theirs: maps[2 * index], ours: maps[2 * index + 1] }));
}

/** The module's first lines; `theirs0` and `ours0` are the modules of the first entry point. */
export const importsOf = (entries) =>
  entries.flatMap((entry, index) => [
    `import * as theirs${index} from "convex/${entry}";`,
    `import * as ours${index} from "lentil/${entry}";`,
  ]);

/** One row an export of npm convex: `{entry, name, kind, arity, isHere}`. */
export function typedExports(entries, edits) {
  const { checker, source } = programOf(importsOf(entries).join("\n"), edits);
  return exportedSymbols(checker, source, entries).flatMap(({ theirs, ours }, index) =>
    [...theirs].map(([name, symbol]) => ({
      entry: entries[index],
      name,
      kind: kindOf(symbol),
      arity: arityOf(symbol),
      isHere: ours.has(name),
    })),
  );
}

function kindOf({ flags }) {
  if (flags & ts.SymbolFlags.Class) return "class";
  if (flags & ts.SymbolFlags.ValueModule) return "namespace";
  return flags & ts.SymbolFlags.Value ? "value" : "type";
}

/** How many type parameters have no default. */
function arityOf(symbol) {
  const declared = symbol.declarations?.find((declaration) => declaration.typeParameters);
  return declared?.typeParameters.filter((parameter) => !parameter.default).length ?? 0;
}

const resolved = (checker, symbol) =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
