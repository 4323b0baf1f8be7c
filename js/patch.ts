/**
 * Applying base patches to a materialised value.
 *
 * Owns: rebuilding the containers above an edit and nothing else; copies of the containers that may be edited, for an
 * app may have sorted its own. Leaves to others: making patches, and choosing what is kept (the core, `diff.rs`).
 */

import { decode } from "./function_errors.js";
import type { Patch, Piece, Step, Whole } from "./records.js";
import { define, sameParts, share } from "./share.js";

type Container = Record<Step, unknown>;

/** By the container that the app sees, what the server said of it. */
const kept = new WeakMap<object, Container>();

/**
 * The value after all patches, in order, with every part of the old one that stays or is equal. The old value is not
 * changed.
 *
 * @throws where a patch does not fit the value, as when that never was a server's
 */
export function applyPatches(value: unknown, patches: Patch[]): unknown {
  const top = new Draft({}, { 0: value });
  for (const patch of patches) edit(top, patch);
  return (top.finish() as Container)[0];
}

/** The value that is set as a whole in place of an old one, with every equal part of that. */
export function placed(old: unknown, { set = null, special, keep }: Whole): unknown {
  const value = share(old, decode(set, special), true);
  keepCopies(value, keep);
  return value;
}

/** A container that is being changed. */
class Draft {
  container: Container;
  readonly #shown: object;
  readonly #inner = new Map<Step, Draft>();
  #isChanged = false;

  /** `shown`: as the app sees it. */
  constructor(shown: object, container: Container) {
    this.#shown = shown;
    this.container = container;
  }

  /** The draft of a container in this one. */
  open(step: Step, patch: Patch): Draft {
    const open = this.#inner.get(step);
    if (open !== undefined) return open;
    const shown = this.container[step] as object;
    const copy = kept.get(shown);
    if (copy === undefined) throw mismatch(patch);
    const draft = new Draft(shown, copyOf(copy));
    this.#inner.set(step, draft);
    return draft;
  }

  set(step: Step, value: unknown): void {
    this.#isChanged ||= !Object.is(this.container[step], value);
    define(this.container, step, value);
  }

  /** Puts other items in the place of an array's. */
  arrange(items: unknown[]): void {
    const old = this.container as unknown as unknown[];
    this.#isChanged ||=
      items.length !== old.length || items.some((item, at) => !Object.is(item, old[at]));
    this.container = items as unknown as Container;
  }

  /** What the app is to see of it; what it saw before stays as it was. */
  finish(): object {
    for (const [step, draft] of this.#inner) this.set(step, draft.finish());
    // An app may have changed its own.
    if (!this.#isChanged && sameParts(this.#shown, this.container)) return this.#shown;
    const shown = copyOf(this.container);
    kept.set(shown, this.container);
    return shown;
  }
}

function edit(top: Draft, patch: Patch): void {
  const path = [0, ...patch.path];
  const last = path.pop() as Step;
  const parent = path.reduce((draft, step) => draft.open(step, patch), top);
  if (patch.arrange === undefined) {
    if (patch.set === undefined) throw mismatch(patch);
    parent.set(last, placed(parent.container[last], patch));
  } else {
    const draft = parent.open(last, patch);
    const array = arranged(draft.container, patch.arrange, patch);
    draft.arrange(array);
    keepCopies(array, patch.keep);
  }
}

/** Copies what later patches may edit, before any app sees it. */
function keepCopies(value: unknown, ways: Step[][] = []): void {
  for (const way of ways) {
    const container = way.reduce((at, step) => (at as Container)[step], value) as Container;
    kept.set(container, copyOf(container));
  }
}

function arranged(old: unknown, pieces: Piece[], patch: Patch): unknown[] {
  if (!Array.isArray(old)) throw mismatch(patch);
  return pieces.flatMap((piece): unknown[] => {
    if (!("items" in piece)) return old.slice(piece.from, piece.from + piece.count);
    return piece.special ? piece.items.map((item) => decode(item, true)) : piece.items;
  });
}

function copyOf(container: Container): Container {
  return Array.isArray(container) ? (container.slice() as unknown as Container) : { ...container };
}

function mismatch(patch: Patch): Error {
  return new Error(`A patch does not fit, at /${patch.path.join("/")}`);
}
