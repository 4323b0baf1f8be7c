// Two types beside each other, member by member and as deep as they go: options of constructors, parameters
// and results of methods too. Assignability alone would not see that an optional member is missing, and
// says no of any two classes with private members.
//
// Owns: the walk. Leaves to others: which types are put beside each other (`compare.mjs`).

import ts from "typescript-5.4";

const HIDDEN = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;

/** The members that an app sees. */
export const publicMembers = (checker, type) =>
  checker.getPropertiesOfType(type).filter((member) => !isPrivate(member));

const isPrivate = ({ name, declarations = [] }) =>
  name.startsWith("__#") || declarations.some((node) => ts.getCombinedModifierFlags(node) & HIDDEN);

/** What React or the language gives a function or an error is neither package's. */
const isOfPackage = ({ declarations = [] }) =>
  declarations.every((node) => !/\/(typescript[^/]*|@types)\//.test(node.getSourceFile().fileName));

/** A type of ours that does not resolve is `any`, which TypeScript takes for everything. */
const areAlike = (checker, theirs, ours) =>
  theirs === ours ||
  (!(isAny(ours) && !isAny(theirs)) &&
    checker.isTypeAssignableTo(theirs, ours) &&
    checker.isTypeAssignableTo(ours, theirs));

const isAny = ({ flags }) => flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown);

/**
 * Paths of members: `missing` from ours, `other` in ours, `more` in ours. `twins` (their symbol -> ours) are
 * exports, which have a row of their own: the walk goes no further there.
 */
export function membersBeside(checker, [theirs, ours], twins, path = "") {
  const found = { missing: [], other: [], more: [] };
  const walk = { checker, twins, found, seen: new Set(), met: new Set(), isGeneric: false };
  walkMembers(walk, theirs, ours, path);
  return found;
}

/** One pair below the first: says `other` where the types are unlike and no member is the cause. */
function walkPair(walk, theirs, ours, path) {
  const { checker, found, seen } = walk;
  const pair = `${theirs.id} ${ours.id}`;
  if (theirs === ours || seen.has(pair)) return;
  seen.add(pair);
  const isUnlike = !areAlike(checker, theirs, ours);
  const count = countOf(found);
  const met = new Set();
  const twin = twinIn(walk, theirs, ours);
  if (!twin) walkMembers({ ...walk, met }, theirs, ours, path);
  else if (isUnlike) walk.met.add(twin);
  if (isUnlike && !walk.isGeneric && countOf(found) === count)
    found.other.push({ path, why: causeOf(checker, theirs, ours, twin ? new Set([twin]) : met) });
}

function causeOf(checker, theirs, ours, twins) {
  if (twins.size > 0) return `the ${[...twins].join(", ")} of each package`;
  return [ours, theirs].map((type) => checker.typeToString(type)).join(" for ");
}

function walkMembers(walk, theirs, ours, path) {
  const { checker } = walk;
  const [a, b] = [objectIn(checker, theirs), objectIn(checker, ours)];
  if (!a || !b || a === b) return;
  if (a.target && a.target === b.target && !checker.isTupleType(a)) {
    const [from, to] = [checker.getTypeArguments(a), checker.getTypeArguments(b)];
    for (const [index, type] of from.entries()) walkPair(walk, type, to[index], path);
    return;
  }
  if (checker.isTupleType(a) && checker.isTupleType(b)) return walkTuples(walk, a, b, path);
  walkProperties(walk, a, b, path);
  walkSignatures(walk, a.getCallSignatures(), b.getCallSignatures(), path);
  walkSignatures(walk, a.getConstructSignatures(), b.getConstructSignatures(), `new ${path}`);
}

function walkProperties({ checker, found, ...rest }, theirs, ours, path) {
  const [members, mine] = [theirs, ours].map((type) =>
    publicMembers(checker, type).filter(isOfPackage),
  );
  for (const member of members) {
    const own = mine.find(({ name }) => name === member.name);
    const at = join(path, member.name);
    if (!own) found.missing.push(at);
    else walkPair({ checker, found, ...rest }, typeOf(checker, member), typeOf(checker, own), at);
  }
  for (const { name } of mine)
    if (!members.some((member) => member.name === name)) found.more.push(join(path, name));
}

/** Overloads are put beside each other in their order. */
function walkSignatures(walk, theirs, ours, path) {
  const last = ours.at(-1);
  for (const [index, signature] of theirs.entries()) {
    const own = ours[index] ?? last;
    if (own) walkSignature(walk, signature, own, path);
    else walk.found.missing.push(`${path}()`);
  }
}

function walkSignature(walk, theirs, ours, path) {
  // Type parameters of two signatures are two types; the signatures as a whole were compared above.
  const isGeneric = walk.isGeneric || Boolean(theirs.typeParameters ?? ours.typeParameters);
  const inner = { ...walk, isGeneric };
  const takesMore = ours.parameters.at(-1)?.declarations?.some((node) => node.dotDotDotToken);
  for (const [index, parameter] of theirs.parameters.entries()) {
    const own = ours.parameters[index];
    const at = `${path}(${parameter.name})`;
    if (own) walkPair(inner, typeOf(walk.checker, parameter), typeOf(walk.checker, own), at);
    else if (!takesMore) walk.found.missing.push(at);
  }
  walkPair(inner, theirs.getReturnType(), ours.getReturnType(), `${path}()`);
}

/** Parameters as a tuple, named by their labels. */
function walkTuples(walk, theirs, ours, path) {
  const [from, to] = [theirs, ours].map((tuple) => walk.checker.getTypeArguments(tuple));
  for (const [index, type] of from.entries()) {
    const at = `${path}(${theirs.target.labeledElementDeclarations?.[index]?.name.text ?? index})`;
    if (to[index]) walkPair(walk, type, to[index], at);
    else if (!ours.target.hasRestElement) walk.found.missing.push(at);
  }
}

/** What has members in it: the type without null and undefined, or the one object of a union. */
function objectIn(checker, type) {
  const some = checker.getNonNullableType(type);
  const parts = some.isUnion() ? some.types : [some];
  const kinds = ts.TypeFlags.Object | ts.TypeFlags.Intersection;
  const objects = parts.filter(({ flags }) => flags & kinds);
  return objects.length === 1 ? objects[0] : undefined;
}

const symbolOf = (type) => type.aliasSymbol ?? type.symbol;

/** The name of the export that both types are, or that their one object is. */
function twinIn({ checker, twins }, theirs, ours) {
  const symbolsOf = (type) => [type, objectIn(checker, type)].map((it) => it && symbolOf(it));
  const own = symbolsOf(ours);
  const isTwin = (symbol, index) => own[index] && twins.get(symbol) === own[index];
  return own[symbolsOf(theirs).findIndex(isTwin)]?.name;
}

const typeOf = (checker, symbol) => checker.getTypeOfSymbol(symbol);
const join = (path, name) => (path === "" ? `${name}` : `${path}.${name}`);
const countOf = ({ missing, other, more }) => missing.length + other.length + more.length;
