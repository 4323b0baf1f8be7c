// Promises of dist/js/browser/frames.js, on a core under the test's hand and on a real one: whatever was handed over
// before, the core puts together the very text of each frame; of one like the last little is written; a slot that the
// core has forgotten is never spoken of.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fakeCore, realCore, SLOTS } from "./frame_cores.mjs";
import { seeded } from "./random_values.mjs";
import { below, EDITS, editedText, randomCharacters } from "./text_edits.mjs";

const LARGE = 8192;
const TOO_LARGE = 2 ** 24;

for (const isAscii of [true, false]) {
  test(`any edits, ${isAscii ? "ASCII" : "not ASCII"}: the text arrives, and little of it is written`, () => {
    const random = seeded(7);
    const { say } = fakeCore();
    let characters = randomCharacters(random, 20_000, isAscii);
    const names = Object.keys(EDITS);
    say(characters.join(""));
    for (let run = 0; run < 150; run++) {
      characters = editedText(random, characters, names[below(random, names.length)], isAscii);
      const { bytes, steps } = say(characters.join(""));
      assert.ok(steps.length > 0 && bytes <= 4 * 1200, `run ${run}: ${bytes} bytes written`);
    }
  });
}

test("a frame of ASCII after one that is not, and the other way round", () => {
  const random = seeded(8);
  const { say } = fakeCore();
  const plain = randomCharacters(random, 12_000, true);
  for (const at of [0, 6000, 11_999]) {
    say(plain.join(""));
    say(plain.with(at, "\u{1f600}").join(""));
    say(plain.with(at, "é").join(""));
  }
});

test("what is not large is written as it is; from a length on it is remembered", () => {
  const random = seeded(9);
  const { say } = fakeCore();
  for (const isAscii of [true, false]) {
    // A character of one code unit at the end makes the length exact.
    const long = randomCharacters(random, LARGE, isAscii).join("").slice(0, LARGE).toWellFormed();
    const sized = (length) => `${long.slice(0, length - 2).toWellFormed()}zz`;
    for (const [length, isRemembered] of [
      [2, false],
      [LARGE - 1, false],
      [LARGE, true],
    ]) {
      say(sized(length));
      const { bytes, slot, steps } = say(sized(length));
      assert.equal(slot < SLOTS, isRemembered, `${length}`);
      assert.equal(steps.length > 0, isRemembered);
      if (isRemembered) assert.equal(bytes, 0);
    }
  }
});

test("what is too large is written as it is and takes no slot", () => {
  const { say } = fakeCore();
  const text = "abcdefgh".repeat(TOO_LARGE / 8);
  for (const _ of [1, 2]) {
    const { bytes, slot, steps } = say(text);
    assert.deepEqual([bytes, slot, steps.length], [TOO_LARGE, SLOTS, 0]);
  }
  say(text.slice(1));
  const { bytes, slot } = say(text.slice(1));
  assert.deepEqual([bytes, slot < SLOTS], [0, true]);
});

test("as many frames as there are slots take turns; one more takes the place of the oldest", () => {
  const random = seeded(10);
  const { say } = fakeCore();
  const made = Array.from({ length: SLOTS + 1 }, () =>
    randomCharacters(random, 10_000, false).join(""),
  );
  const four = made.slice(0, SLOTS);
  for (const text of four) assert.equal(say(text).steps.length, 0);
  const slots = four.map((text) => say(text).slot);
  assert.equal(new Set(slots).size, SLOTS, "each has its own");
  for (const text of four) assert.equal(say(text).bytes, 0);
  assert.equal(say(made[SLOTS]).slot, slots[0]);
  assert.equal(say(made[1]).bytes, 0);
  assert.equal(say(made[0]).steps.length, 0);
});

test("a frame that the core has forgotten is written anew, and its slot is free again", () => {
  const { say, forget } = fakeCore();
  const text = randomCharacters(seeded(11), 10_000, true).join("");
  say(text);
  assert.equal(say(text).bytes, 0);
  forget();
  const { bytes, steps } = say(text);
  assert.deepEqual([bytes, steps.length], [text.length, 0]);
  assert.equal(say(text).bytes, 0);
});

for (const isAscii of [true, false]) {
  test(`a real core shows the frames' very text, ${isAscii ? "ASCII" : "not ASCII"}`, () => {
    const random = seeded(12);
    const { say } = realCore();
    let characters = randomCharacters(random, 15_000, isAscii);
    say([characters.join("")]);
    const names = Object.keys(EDITS);
    for (let run = 0; run < 150; run++) {
      const before = characters.join("");
      characters = editedText(random, characters, names[below(random, names.length)], isAscii);
      const text = characters.join("");
      // No result lives in a frame that says nothing new, so the core does not remember it.
      if (text === before) continue;
      const { shown, bytes, length } = say([text]);
      assert.equal(shown[0], text, `run ${run}`);
      assert.ok(bytes < length / 2, `run ${run}: ${bytes} bytes written`);
    }
  });
}

test("a real core forgets a frame with the last result in it; the next one is written as a whole", () => {
  const { client, say } = realCore();
  const known = () => [...Array(SLOTS).keys()].filter((slot) => client.knows(slot)).length;
  const text = randomCharacters(seeded(13), 20_000, true).join("");
  say([text]);
  assert.equal(known(), 1);
  assert.ok(say([text]).bytes < 1000);
  say(["short"]);
  assert.equal(known(), 0);
  const { shown, bytes, length } = say([text]);
  assert.equal(bytes, length);
  assert.equal(shown[0], text);
  client.call("unsubscribe", 0);
  client.call("flush", 0);
  assert.equal(known(), 0);
});
