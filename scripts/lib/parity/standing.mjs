// Whether one type of an export can stand for the other, and what is the cause where it cannot. A class is
// compared by its public members, by what its constructor takes and by what is static.
//
// Leaves to others: the walk over members (`members.mjs`).

import { membersBeside, publicMembers } from "./members.mjs";

/** Their symbol -> ours, of every export that is there twice. */
export function twinsOf(symbols) {
  const pairs = symbols.flatMap(({ theirs, ours }) =>
    [...theirs].map(([name, symbol]) => [symbol, ours.get(name)]),
  );
  return new Map(pairs.filter(([theirs, ours]) => ours && theirs !== ours));
}

/** `{ours, theirs, missing, other, more}` of one export; `[theirs, ours]` for each part of it. */
export function standingOf(checker, [first, taken, statics], twins) {
  const isClass = taken !== undefined;
  const parts = isClass
    ? [
        membersOf(checker, first, twins),
        constructorOf(checker, taken, twins),
        staticOf(checker, statics, twins),
      ]
    : [typeOf(checker, first, twins)];
  const all = (key) => parts.flatMap((part) => part[key]);
  const other = all("other");
  const [ours, theirs] = ["ours", "theirs"].map((side) => parts.every((part) => part[side]));
  // TypeScript lets `any`, and unlike parameters of methods, pass in both directions.
  const isLax = ours && theirs && other.length > 0;
  return {
    ours: ours && !isLax,
    theirs: theirs && !isLax,
    missing: all("missing"),
    other,
    more: all("more"),
    declared: isClass ? checker.getPropertiesOfType(first[0]).map(({ name }) => name) : [],
  };
}

function typeOf(checker, [theirs, ours], twins, path) {
  const found = membersBeside(checker, [theirs, ours], twins, path);
  return {
    ...found,
    ours: checker.isTypeAssignableTo(ours, theirs),
    theirs: checker.isTypeAssignableTo(theirs, ours),
  };
}

/** Private members make two classes differ by name alone, so each public one is compared by itself. */
function membersOf(checker, [theirs, ours], twins) {
  const stands = (from, to) =>
    from === to ||
    publicMembers(checker, to).every((member) => {
      const own = publicMembers(checker, from).find(({ name }) => name === member.name);
      const [source, target] = [own, member].map((it) => it && checker.getTypeOfSymbol(it));
      return own !== undefined && checker.isTypeAssignableTo(source, target);
    });
  const found = membersBeside(checker, [theirs, ours], twins);
  return { ...found, ours: stands(ours, theirs), theirs: stands(theirs, ours) };
}

/** Parameters: who takes what the other takes can stand for it. */
function constructorOf(checker, [theirs, ours], twins) {
  const found = membersBeside(checker, [theirs, ours], twins, "constructor");
  return {
    ...found,
    ours: checker.isTypeAssignableTo(theirs, ours),
    theirs: checker.isTypeAssignableTo(ours, theirs),
  };
}

const staticOf = (checker, [theirs, ours], twins) =>
  typeOf(checker, [theirs, ours], twins, "static");
