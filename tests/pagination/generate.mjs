// Random scripts about lists in pages.
//
// Owns: how often each step comes, and its details. A script is plain data: it runs again from its text alone.

import { chance } from "../differential/world.mjs";
import { FACES } from "./faces.mjs";
import { FAILURE_KINDS, PAGE_KINDS } from "./pages.mjs";
import { HELPERS } from "./steps.mjs";

const LISTS = [0, 1];
const LENGTH = 26;
const BESIDES_LATER = PAGE_KINDS.filter((kind) => kind !== "later");

/** A script: the face, how many rows there are at first, and the steps. */
export function generate(seed) {
  const faces = Object.keys(FACES);
  const rng = chance(seed);
  const face = faces[seed % faces.length];
  const generator = new Generator(rng, face);
  const steps = [...generator.before(), generator.watch(0)];
  while (steps.length < LENGTH) steps.push(...generator.next());
  return { face, rows: rng.below(14), steps };
}

class Generator {
  constructor(rng, face) {
    this.rng = rng;
    // Beside a page that fails npm convex can be compared in one of the faces alone: it comes rarely in the others.
    this.failures = face === "usePaginatedQuery" ? 14 : 1;
  }

  /** Few lists begin with a page that must be split. */
  before() {
    return this.rng.chance(0.2) ? [{ kind: "limits", limits: this.#limits() }] : [];
  }

  watch(list) {
    const given = { args: this.#args(), initialNumItems: this.#size() };
    return { kind: "watch", list, given };
  }

  next() {
    const { rng } = this;
    const list = rng.pick([0, 0, 0, 1]);
    return rng.weighted([
      [14, () => [{ kind: "more", list, numItems: this.#size() }]],
      [3, () => [{ kind: "moreTwice", list, numItems: this.#size() }]],
      [3, () => [{ kind: "moreOfEarlier", list, numItems: this.#size() }]],
      [1.5, () => [{ kind: "moreAndArgs", list, numItems: this.#size(), args: this.#args() }]],
      [6, () => [{ kind: "insert", key: this.#key() }]],
      [5, () => [this.#bulk()]],
      [5, () => [{ kind: "remove", at: rng.below(20) }]],
      [3, () => [{ kind: "change", at: rng.below(20), by: `another ${rng.below(3)}` }]],
      [5, () => [{ kind: "hold", page: rng.pick(PAGE_KINDS) }]],
      [2, () => this.#grow()],
      [7, () => [{ kind: "release" }]],
      [this.failures, () => this.#fail()],
      [4, () => [{ kind: "limits", limits: this.#limits() }]],
      [2, () => [{ kind: "args", list, args: this.#args() }]],
      [1.5, () => [{ kind: "skip", list }]],
      [1.5, () => [{ kind: "size", list, initialNumItems: this.#size() }]],
      [1.5, () => [{ kind: "again", list }]],
      [1.5, () => [{ kind: "leave", list }]],
      [1.5, () => [{ kind: "leaveAndReturn", list }]],
      [4, () => [this.watch(rng.pick(LISTS))]],
      [3, () => this.#reconnect()],
      [6, () => [this.#put()]],
      [5, () => [{ kind: "answer" }]],
      [3, () => [{ kind: "refuse" }]],
    ])();
  }

  #bulk() {
    return { kind: "bulk", from: this.rng.below(12), count: 3 + this.rng.below(9) };
  }

  /** A page is split, and one of its halves is not there yet. */
  #grow() {
    const page = this.rng.pick(PAGE_KINDS.filter((kind) => kind.endsWith("half")));
    return [{ kind: "hold", page }, this.#bulk()];
  }

  #args() {
    return { channel: this.rng.pick(["a", "a", "b"]) };
  }

  #size() {
    return 1 + this.rng.below(4);
  }

  /** Between two rows, or beyond them. */
  #key() {
    return this.rng.below(18) + 0.5;
  }

  #limits() {
    const { rng } = this;
    const [recommended, required] = [rng.pick([2, 3, 5, 99]), rng.pick([1, 3, 5, 99])];
    return { recommended, required, cursor: rng.chance(0.6) };
  }

  /** No first page has an invalid cursor, and no half: the list would begin anew for ever. */
  #fail() {
    const { rng } = this;
    const isInvalid = rng.chance(0.35);
    const how = rng.pick(FAILURE_KINDS.filter((kind) => kind.includes("cursor") === isInvalid));
    const page = isInvalid ? "later" : rng.pick(["first", ...BESIDES_LATER]);
    const retries = LISTS.map((list) => ({ kind: "retry", list }));
    return [{ kind: "fail", page, how }, ...this.next(), { kind: "heal" }, ...retries];
  }

  #reconnect() {
    const between = this.rng.chance(0.5) ? this.next().filter(({ kind }) => kind !== "drop") : [];
    return [{ kind: "drop" }, ...between, { kind: "reconnect" }];
  }

  #put() {
    const { rng } = this;
    const argsToMatch = rng.chance(0.5) ? this.#args() : undefined;
    const update = { helper: rng.pick(HELPERS), argsToMatch, args: this.#args() };
    return { kind: "put", key: this.#key() + 0.25, update };
  }
}
