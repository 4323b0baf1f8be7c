// A module's bytes as ASCII text that compresses like the bytes themselves: hexadecimal text costs
// 10 % more once compressed, base64 30 to 40 %. `js/wasm/decode.ts` and `decoder.wat` turn it back.
//
// First 256 digits: `1` for each byte value that has a one-character code, `0` for the others.
// Then one code for each byte. Within both groups, values have their codes in ascending order.

import { CommandFailed } from "../known_error.mjs";

// Printable ASCII that means nothing in any kind of string literal or in HTML; as in decode.ts.
const ALPHABET =
  " !#%&()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|}~";
// The first characters open a code of two, so that three times the others are more than 256.
const PREFIXES = 2;
const SINGLES = ALPHABET.length - PREFIXES;

export function textOf(bytes) {
  const common = commonValues(bytes);
  const values = [...Array(256).keys()];
  const order = [
    ...values.filter((value) => common.has(value)),
    ...values.filter((value) => !common.has(value)),
  ];
  const codes = [];
  for (const [index, value] of order.entries()) codes[value] = codeOf(index);
  const header = values.map((value) => (common.has(value) ? "1" : "0")).join("");
  return header + Array.from(bytes, (byte) => codes[byte]).join("");
}

function commonValues(bytes) {
  const counts = new Array(256).fill(0);
  for (const byte of bytes) counts[byte]++;
  const byCount = [...counts.keys()].sort((a, b) => counts[b] - counts[a] || a - b);
  return new Set(byCount.slice(0, SINGLES));
}

function codeOf(index) {
  const prefix = Math.floor(index / SINGLES);
  if (prefix > PREFIXES) throw new CommandFailed("the alphabet of wasm_text.mjs is too small");
  const last = ALPHABET[PREFIXES + (index % SINGLES)];
  return prefix === 0 ? last : ALPHABET[prefix - 1] + last;
}
