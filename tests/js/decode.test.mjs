// Promises of the text that carries a module: it gives back the bytes, whatever they are.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { decode } from "../../dist/js/wasm/decode.js";
import clientText from "../../dist/wasm/client_text.js";
import marks from "../../dist/wasm/marks.js";
import { textOf } from "../../scripts/lib/build/wasm_text.mjs";

const CLIENT = new URL("../../dist/wasm/client_bg.wasm", import.meta.url);

/** Bytes of which some are much more common than others, as in a module. */
function bytesOf(length, seed) {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const byte = state >>> 24;
    return byte < 200 ? byte & 0x3f : byte;
  });
}

/** Bytes that repeat themselves, near and far, at all kinds of distances and for all kinds of lengths. */
function repeating(length, seed) {
  const bytes = bytesOf(length, seed);
  for (let at = 1; at < length; ) {
    const [run, back] = [2 + (bytes[at] ** 2 % 400), 1 + ((at * bytes[at]) % at)];
    bytes.copyWithin(at, at - back, Math.min(at - back + run, at));
    at += run + (bytes[at] % 3);
  }
  return bytes;
}

test("every byte comes back", async () => {
  const all = Uint8Array.from({ length: 256 }, (_, value) => value);
  assert.deepEqual(decode(await textOf(all)), all);
});

test("bytes of any length, also where they fill the decoder's memory", async () => {
  for (const length of [1, 2, 3, 127, 23_000, 49_151, 49_152, 49_153, 131_072, 300_000]) {
    const bytes = bytesOf(length, length);
    assert.deepEqual(decode(await textOf(bytes)), bytes, `${length} bytes`);
  }
});

test("bytes that repeat themselves, one, a few, or another part again and again", async () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const bytes = repeating(90_000, seed);
    assert.deepEqual(decode(await textOf(bytes)), bytes, `seed ${seed}`);
  }
  for (const bytes of [new Uint8Array(70_000), new Uint8Array(70_000).fill(255)]) {
    assert.deepEqual(decode(await textOf(bytes)), bytes);
  }
});

test("the text means nothing in a string literal or in HTML", () => {
  assert.match(clientText, /^[\da-z]{4}[(-[a-l]+$/);
  assert.doesNotMatch(clientText, /<\/script/i);
});

test("the text that is delivered is the module; its file ends with what it is", () => {
  const [file, module] = [readFileSync(CLIENT), decode(clientText)];
  assert.ok(file.subarray(0, module.length).equals(module));
  assert.equal(file.subarray(module.length + 3).toString(), `lentil${marks.client}`);
});
