// Long results of documents, and the small edits that a live list sees. Owns what a document looks like here.

import { atom, below, list, object, randomText, treeOf } from "./trees.mjs";

/** Makes documents of about so many characters; each has an id of its own unless all are alike. */
export class Documents {
  #random;
  #isAscii;
  #size;
  #next = 0;

  constructor(random, { isAscii, size = 300 }) {
    this.#random = random;
    this.#isAscii = isAscii;
    this.#size = size;
  }

  one() {
    const id = String(this.#next++).padStart(8, "0");
    return object([
      ['"_creationTime"', atom(`17000000${id}.25`)],
      ['"_id"', atom(`"k57${id}"`)],
      ['"body"', this.text()],
      ['"tags"', treeOf(["one", "two"])],
      ['"votes"', atom(String(below(this.#random, 1000)))],
    ]);
  }

  text() {
    return treeOf(randomText(this.#random, this.#size, this.#isAscii));
  }

  many(count) {
    return list(Array.from({ length: count }, () => this.one()));
  }
}

/** The list with one field of one document changed. */
export const withField = (tree, at, name, part) =>
  list(tree.items.with(at, fieldSet(tree.items[at], `"${name}"`, part)));

const fieldSet = ({ fields }, name, part) =>
  object(fields.map((field) => (field[0] === name ? [name, part] : field)));

/** The string with one character replaced by another one: of as many bytes or not, with the same first or last byte. */
export function retyped(random, { text }, isAscii) {
  const characters = [...JSON.parse(text)];
  const at = [0, characters.length - 1, below(random, characters.length)][below(random, 3)];
  return treeOf(characters.with(at, randomText(random, 1, isAscii)).join(""));
}

export const bodyOf = ({ fields }) => fields.find(([name]) => name === '"body"')[1];
