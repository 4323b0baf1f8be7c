// Promises of dist/js/browser/repetition.js: the parts and what is new make the text again, no character is cut, and of a
// small change little is new.

import assert from "node:assert/strict";
import { test } from "node:test";
import { findRepetition, resembles } from "../../dist/js/browser/repetition.js";
import { seeded } from "./random_values.mjs";
import { below, EDITS, editedText, randomCharacters } from "./text_edits.mjs";

/** How many code units one edit may make new at most: of what is inserted up to twice as many; else the ends of runs. */
const MOST_NEW = { insert: 1200, delete: 150, replace: 1200, retype: 100, move: 600 };

function assemble(old, { fresh, parts }) {
  assert.equal(fresh.length, parts.length + 1);
  return fresh
    .map((text, at) => {
      const [from, count] = parts[at] ?? [0, 0];
      assert.ok(from >= 0 && count >= 0 && from + count <= old.length, "a part is in the old text");
      return text + old.slice(from, from + count);
    })
    .join("");
}

/** Checks one step; how many code units are new. */
function check(old, text) {
  const found = findRepetition(old, text);
  assert.equal(assemble(old, found), text);
  for (const fresh of found.fresh) assert.ok(fresh.isWellFormed(), "what is new is cut");
  for (const [from, count] of found.parts) {
    assert.ok(old.slice(from, from + count).isWellFormed(), "what is repeated is cut");
  }
  return found.fresh.join("").length;
}

for (const isAscii of [true, false]) {
  for (const edit of Object.keys(EDITS)) {
    test(`${edit}${isAscii ? "" : ", not ASCII"}: put together again, and little is new`, () => {
      const random = seeded(isAscii ? 1 : 2);
      let characters = randomCharacters(random, 20_000, isAscii);
      for (let run = 0; run < 60; run++) {
        const edits = 1 + below(random, 3);
        const old = characters.join("");
        for (let count = 0; count < edits; count++) {
          characters = editedText(random, characters, edit, isAscii);
        }
        const text = characters.join("");
        const fresh = check(old, text);
        const most = edits * MOST_NEW[edit];
        assert.ok(fresh <= most, `run ${run}: ${fresh} of ${text.length} are new, ${edits} edits`);
        assert.ok(resembles(old, text) || edits > 1, `run ${run}: it is not found to be alike`);
      }
    });
  }
}

test("texts of any length, alike or not, are put together again", () => {
  const random = seeded(3);
  const lengths = [0, 1, 2, 63, 64, 65, 127, 128, 200, 1000, 5000];
  for (let run = 0; run < 2000; run++) {
    const isAscii = random() < 0.5;
    const old = randomCharacters(random, lengths[below(random, lengths.length)], isAscii);
    const made = randomCharacters(random, lengths[below(random, lengths.length)], isAscii);
    const at = below(random, old.length + 1);
    const texts = [made, [...old, ...made], [...made, ...old], old.toSpliced(at, 3, ...made), old];
    for (const text of texts) check(old.join(""), text.join(""));
  }
});

test("a pair of which one half changed is new as a whole, wherever it stands", () => {
  const around = "x".repeat(200);
  const pairs = ["\u{1f600}", "\u{1f601}", "\u{1fa00}", "\u{1fa01}"];
  for (const was of pairs) {
    for (const is of pairs) {
      for (let before = 0; before < 130; before++) {
        const [head, tail] = [around.slice(0, before), around];
        check(head + was + tail, head + is + tail);
        check(was + tail, head + is + tail);
      }
    }
  }
});

test("what is repeated all over is nothing new", () => {
  const text = randomCharacters(seeded(4), 20_000, false).join("");
  assert.equal(check(text, text), 0);
  assert.equal(check(text, ""), 0);
});

test("texts that have nothing in common are not searched through, and all of one is new", () => {
  const [old, text] = ["a".repeat(20_000), "b".repeat(20_000)];
  assert.equal(resembles(old, text), false);
  assert.equal(check(old, text), text.length);
});

test("many small edits cost no more steps than they save", () => {
  const random = seeded(5);
  const old = randomCharacters(random, 40_000, true);
  const text = old.map((letter, at) => (at % 200 === 100 ? "\u{1f600}" : letter)).join("");
  const { parts } = findRepetition(old.join(""), text);
  assert.ok(parts.length <= 16, `${parts.length} parts`);
  check(old.join(""), text);
});
