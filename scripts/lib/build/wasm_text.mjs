// A module's bytes as ASCII text: compressed by LZMA, which is an eighth smaller than gzip or brotli make the module
// itself, and six bits a character, which compresses back to what it was. `js/wasm/decode.ts` and `decoder.wat` turn it back.
//
// First the module's size, 4 digits to base 36. Then LZMA without its header (lc 3, lp 0, pb 2), the highest bits of each
// byte first, in the characters from `(` to `[` and from `a`: they mean nothing in any kind of string literal.

import { CommandFailed } from "../known_error.mjs";

const [DIGITS, BASE] = [4, 36];
/** `(pb * 5 + lp) * 9 + lc`, as decoder.wat has them. */
const PROPERTIES = 93;
const HEADER = 13;
const STRONGEST = 9;

export async function textOf(bytes) {
  const { compress } = await import("lzma1");
  const size = bytes.length.toString(BASE).padStart(DIGITS, "0");
  const packed = compress(bytes, STRONGEST);
  if (packed[0] !== PROPERTIES || size.length > DIGITS) {
    throw new CommandFailed("js/wasm/decoder.wat cannot read what lzma1 gives");
  }
  return size + charactersOf(packed.subarray(HEADER));
}

function charactersOf(bytes) {
  let [text, pool, pooled] = ["", 0, 0];
  const take = (value) => {
    text += String.fromCharCode(value + (value < 52 ? 40 : 45));
  };
  for (const byte of bytes) {
    pool = ((pool << 8) | byte) & 0xffff;
    for (pooled += 8; pooled >= 6; pooled -= 6) take((pool >> (pooled - 6)) & 63);
  }
  if (pooled > 0) take((pool << (6 - pooled)) & 63);
  return text;
}
