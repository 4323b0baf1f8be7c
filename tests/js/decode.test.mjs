// Promises of the text that carries a module: it gives back the bytes, whatever they are.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { decode } from "../../dist/js/wasm/decode.js";
import clientText from "../../dist/wasm/client_text.js";
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

test("every byte comes back", () => {
  const all = Uint8Array.from({ length: 256 }, (_, value) => value);
  assert.deepEqual(decode(textOf(all)), all);
});

test("texts of any length, also where they fill the decoder's memory", () => {
  for (const length of [1, 2, 127, 65_000, 65_151, 65_152, 65_153, 131_072, 300_000]) {
    const bytes = bytesOf(length, length);
    assert.deepEqual(decode(textOf(bytes)), bytes, `${length} bytes`);
  }
});

test("the text that is delivered is the module", () => {
  assert.ok(readFileSync(CLIENT).equals(decode(clientText)));
});
