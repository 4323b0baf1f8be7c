// Our exports beside those of npm convex: which there are at run time and for types, whether one type can
// stand for the other, and which members are missing, other or more. TypeScript answers: a module is
// written that names both types of each export, and its checker compares them.
//
// Leaves to others: the names (`exports.mjs`), the comparison of two types (`standing.mjs`), the page (`page.mjs`).

import {
  exportedSymbols,
  hiddenMissing,
  importsOf,
  runtimeNames,
  typedExports,
} from "./exports.mjs";
import { LEFT_OUT } from "./left_out.mjs";
import { programOf } from "./program.mjs";
import { standingOf, twinsOf } from "./standing.mjs";

/** Entry points by their names in the packages. */
export const ENTRIES = ["react", "browser", "nextjs", "values", "react-clerk", "react-auth0"];

/**
 * One row an export: `{name, kind, isHere, ours, theirs, missing, other, more, internal}`. `ours`: ours can
 * stand for theirs, `theirs`: theirs for ours; both undefined where there is no type to compare. `missing`
 * and `more`: paths of members that only theirs or only ours has; `other`: `{path, why}` of what is unlike;
 * `internal`: what is left out on purpose.
 * `edits` (path -> text) stand in place of files on disk.
 */
export function compareExports({ entries = ENTRIES, edits } = {}) {
  const typed = judged(entries, typedExports(entries, edits), edits);
  return entries.map((entry) => {
    const rows = typed.filter((row) => row.entry === entry);
    return { entry, rows: withRunTime(entry, rows) };
  });
}

/** The names that we lack: exports, and members of those that are there. */
export const missing = (entries) =>
  entries.flatMap(({ entry, rows }) =>
    rows.flatMap(({ name, isHere, missing: members = [] }) =>
      isHere
        ? members.map((member) => `lentil/${entry}: ${name}: ${member}`)
        : [`lentil/${entry}: ${name}`],
    ),
  );

function withRunTime(entry, typed) {
  const names = runtimeNames(entry);
  const untyped = names.theirs
    .filter((name) => !typed.some((row) => row.name === name))
    .map((name) => ({ name, kind: "run time only", isHere: names.ours.includes(name) }));
  const rows = typed.map((row) => atRunTime(entry, row, names));
  return [...rows, ...untyped].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A class that is there may lack methods that TypeScript does not name: `internal`, or missing, too. */
function atRunTime(entry, { declared, ...row }, { theirs, ours }) {
  const { name, kind } = row;
  if (kind === "type" || !theirs.includes(name)) return row;
  if (!row.isHere || !ours.includes(name)) return { ...row, isHere: false };
  if (kind !== "class") return row;
  const hidden = hiddenMissing(entry, name, declared);
  const isLeftOut = (member) => member in (LEFT_OUT[name] ?? {});
  return {
    ...row,
    internal: hidden.filter(isLeftOut),
    missing: [...row.missing, ...hidden.filter((member) => !isLeftOut(member))],
  };
}

function judged(entries, rows, edits) {
  const imports = importsOf(entries);
  const here = rows.filter((row) => row.isHere);
  const written = here.map((row) => aliasesOf(row, entries.indexOf(row.entry)));
  const { checker, source } = programOf([...imports, ...written.flat()].join("\n"), edits);
  const types = source.statements
    .slice(imports.length)
    .map((alias) => checker.getTypeAtLocation(alias.name));
  const twins = twinsOf(exportedSymbols(checker, source, entries));
  const standing = here.map((_, index) =>
    standingOf(checker, pairsOf(types, written, index), twins),
  );
  return rows.map((row) => ({ ...row, ...standing[here.indexOf(row)] }));
}

/** The two types of an export, one line each; of a class: its instances, its constructor, what is static. */
function aliasesOf({ name, kind, arity }, index) {
  const args = arity === 0 ? "" : `<${new Array(arity).fill("any").join(", ")}>`;
  const formsOf = (side) => {
    const type = `${side}${index}.${name}`;
    if (kind === "type") return [`${type}${args}`];
    if (kind !== "class") return [`typeof ${type}`];
    const statics = `Omit<typeof ${type}, "prototype">`;
    return [`${type}${args}`, `ConstructorParameters<typeof ${type}>`, statics];
  };
  const theirs = formsOf("theirs");
  const ours = formsOf("ours");
  return theirs.flatMap((form, part) =>
    [form, ours[part]].map(
      (type, side) => `export type T${index}_${name}_${part}_${side} = ${type};`,
    ),
  );
}

/** `[theirs, ours]` for each part of a row. */
function pairsOf(types, written, index) {
  const start = written.slice(0, index).reduce((sum, lines) => sum + lines.length, 0);
  const own = types.slice(start, start + written[index].length);
  return own.flatMap((type, at) => (at % 2 === 0 ? [[type, own[at + 1]]] : []));
}
