// Random edits of trees: the places and kinds of change that results see. The tree that is edited stays as it was.

import { atom, below, list, object, pick, randomTree } from "./trees.mjs";

/** The tree after one edit somewhere in it. */
export function edited(random, node, special) {
  if (node.items && (node.items.length === 0 || random() < 0.4)) {
    return list(editedItems(random, node.items, special));
  }
  if (node.fields && (node.fields.length === 0 || random() < 0.25)) {
    return object(editedFields(random, node.fields, special));
  }
  if (node.text !== undefined) return randomTree(random, random() < 0.3 ? 2 : 0, special);
  const at = below(random, (node.items ?? node.fields).length);
  return replaced(node, at, (part) => edited(random, part, special));
}

/** The tree with part number `at` replaced. */
export function replaced(node, at, change) {
  if (node.items) return list(node.items.with(at, change(node.items[at])));
  const [name, part] = node.fields[at];
  return object(node.fields.with(at, [name, change(part)]));
}

function editedItems(random, items, special) {
  const at = below(random, items.length + 1);
  const made = randomTree(random, 3, special);
  const kinds = [
    () => items.toSpliced(at, 0, made),
    () => items.toSpliced(at, 1 + below(random, 3)),
    () => items.toSpliced(at, 1, made),
    () => [...items.slice(at), ...items.slice(0, at)],
    () => items.toReversed(),
    () => [...items, ...items.slice(at)],
    () => items.toSpliced(at, 0, made, made),
  ];
  return pick(random, kinds)();
}

function editedFields(random, fields, special) {
  const at = below(random, fields.length + 1);
  const made = [pick(random, ['"new"', '"0"', '"constructor"']), randomTree(random, 2, special)];
  const kinds = [
    () => [...fields.filter(([name]) => name !== made[0]), made],
    () => fields.toSpliced(at, 1),
    () => fields.toReversed(),
  ];
  return pick(random, kinds)();
}

const SPELLINGS = { 1: ["1", "1.0", "1e0"], 0: ["0", "0.0", "0e1"], '"é"': ['"é"', '"\\u00e9"'] };

/** The same value in other spellings, all over. */
export function respelled(random, node) {
  if (node.items) return list(node.items.map((item) => respelled(random, item)));
  if (node.fields) {
    return object(node.fields.map(([name, part]) => [name, respelled(random, part)]));
  }
  const known = Object.values(SPELLINGS).find((spellings) => spellings.includes(node.text));
  return known ? atom(pick(random, known)) : node;
}
