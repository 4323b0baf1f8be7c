/**
 * Applying base patches to a materialised value.
 *
 * Owns: rebuilding the containers above an edit and nothing else. The old value is never changed: an app may still
 * hold it. Leaves to others: making patches (the core).
 */

import { decode } from "./function_errors.js";
import type { Patch, Piece } from "./records.js";
import { define } from "./share.js";

/** The value after all patches, in order. */
export function applyPatches(value: unknown, patches: Patch[]): unknown {
  return patches.reduce((current, patch) => applyAt(current, patch, 0), value);
}

function applyAt(value: unknown, patch: Patch, depth: number): unknown {
  const step = patch.path[depth];
  if (step === undefined) return edited(value, patch);
  const copy = copyContainer(value, patch);
  if (patch.delete && depth === patch.path.length - 1) {
    delete (copy as Record<string | number, unknown>)[step];
    return copy;
  }
  define(copy, step, applyAt((copy as Record<string | number, unknown>)[step], patch, depth + 1));
  return copy;
}

function edited(value: unknown, patch: Patch): unknown {
  if (patch.arrange !== undefined) return arranged(value, patch.arrange, patch);
  if (patch.set === undefined) throw mismatch(patch);
  return decode(patch.set, patch.special);
}

function arranged(old: unknown, pieces: Piece[], patch: Patch): unknown[] {
  if (!Array.isArray(old)) throw mismatch(patch);
  return pieces.flatMap((piece): unknown[] => {
    if (!("items" in piece)) return old.slice(piece.from, piece.from + piece.count);
    return piece.special ? piece.items.map((item) => decode(item, true)) : piece.items;
  });
}

function copyContainer(value: unknown, patch: Patch): object {
  if (Array.isArray(value)) return value.slice();
  if (typeof value !== "object" || value === null) throw mismatch(patch);
  const copy = {};
  for (const [key, field] of Object.entries(value)) define(copy, key, field);
  return copy;
}

function mismatch(patch: Patch): Error {
  return new Error(`A patch does not fit the value it is for, at /${patch.path.join("/")}`);
}
