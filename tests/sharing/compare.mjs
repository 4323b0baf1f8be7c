// What is compared with what: a result with the same JSON read anew, and one result's objects with the next one's.
// Owns: the oracle (JSON.parse and npm convex's decoding, that share no code with what is tested) and identity.

import assert from "node:assert/strict";
import { jsonToConvex } from "convex/values";
import { textOf } from "./trees.mjs";

/** What an app must see of a tree. */
export function readAnew(tree) {
  const text = textOf(tree);
  const value = JSON.parse(text);
  return /"(\$|\\u0024)(integer|bytes|float)"\s*:/.test(text) ? jsonToConvex(value) : value;
}

const isContainer = (value) => typeof value === "object" && value !== null;

/** Where two values differ, as a path; undefined where they do not. -0 is not 0; the order of fields is free. */
export function firstDifference(a, b, path = "") {
  if (!isContainer(a) || !isContainer(b)) return Object.is(a, b) ? undefined : path || "/";
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return path || "/";
  if (a instanceof ArrayBuffer) {
    return Buffer.from(a).equals(Buffer.from(b)) ? undefined : path || "/";
  }
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return path || "/";
  for (const name of names) {
    const at = `${path}/${name}`;
    if (!Object.hasOwn(b, name)) return at;
    const found = firstDifference(a[name], b[name], at);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** No object stands in two places, of one result or of several. */
export function assertUnshared(values) {
  const seen = new Set();
  const visit = (value, path) => {
    if (!isContainer(value)) return;
    assert.ok(!seen.has(value), `one object in two places, one of them ${path}`);
    seen.add(value);
    for (const name of Object.keys(value)) visit(value[name], `${path}/${name}`);
  };
  for (const [at, value] of values.entries()) visit(value, `query ${at}: `);
}

/**
 * Parts that stayed where they were are the same objects. Where an array has elements that cannot be told apart, or
 * that came, went or moved, nothing is said of what is in it.
 */
export function assertKept(before, after, shownBefore, shownAfter, path = "") {
  if (!isContainer(shownBefore) || !isContainer(shownAfter)) return;
  if (before === after) {
    assert.equal(shownAfter, shownBefore, `a part that did not change is another: ${path || "/"}`);
    return;
  }
  if (before.items && after.items) {
    if (!isEditedInPlace(before.items, after.items)) return;
    for (const [at, item] of after.items.entries()) {
      assertKept(before.items[at], item, shownBefore[at], shownAfter[at], `${path}/${at}`);
    }
  } else if (before.fields && after.fields) {
    const names = before.fields.map(([name]) => JSON.parse(name));
    if (new Set(names).size < names.length || after.fields.length !== names.length) return;
    if (after.fields.some(([name], at) => JSON.parse(name) !== names[at])) return;
    for (const [at, name] of names.entries()) {
      const [was, is] = [before.fields[at][1], after.fields[at][1]];
      assertKept(was, is, shownBefore[name], shownAfter[name], `${path}/${name}`);
    }
  }
}

const idOf = (node) => node.fields?.find(([name]) => name === '"_id"')?.[1].text;

function isEditedInPlace(before, after) {
  if (before.length !== after.length) return false;
  const ids = before.map(idOf);
  if (ids.some((id, at) => id !== idOf(after[at]))) return false;
  if (ids.every((id) => id !== undefined) && new Set(ids).size === ids.length) return true;
  const texts = new Set([...before, ...after].map((node) => textOf(node)));
  const changed = after.filter((node, at) => textOf(node) !== textOf(before[at])).length;
  return texts.size === before.length + changed;
}

/** Documents that did not change are the same objects wherever they moved. Only for lists of which most did not. */
export function assertMovedKept(before, after, shownBefore, shownAfter) {
  const places = new Map(before.items.map((node, at) => [node, at]));
  const kept = after.items.filter((node) => places.has(node)).length;
  if (kept < 0.8 * Math.max(before.items.length, after.items.length)) return 0;
  for (const [at, node] of after.items.entries()) {
    if (!places.has(node)) continue;
    assert.equal(shownAfter[at], shownBefore[places.get(node)], `document ${at} is another`);
  }
  return kept;
}
