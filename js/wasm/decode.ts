/**
 * From the text that carries a module to its bytes.
 *
 * Owns: the alphabet and the tables of codes. Leaves to others: the text (`scripts/lib/build/wasm_text.mjs`, which tells
 * its form), going over it (`decoder.wat`).
 */

import decoder from "../../wasm/decoder.js";

const ALPHABET =
  " !#%&()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|}~";
const PREFIXES = 2;
const SINGLES = ALPHABET.length - PREFIXES;
const HEADER = 256;

/** Where in the decoder's memory the bytes of codes are, and the text. */
const [CODES, TEXT] = [128, 384];

/**
 * The bytes that `text` stands for.
 *
 * @throws where WebAssembly cannot be used
 */
export function decode(text: string): Uint8Array<ArrayBuffer> {
  const memory = new WebAssembly.Memory({ initial: ((TEXT + text.length) >> 16) + 1 });
  const bytes = new Uint8Array(memory.buffer);
  for (let digit = 0; digit < ALPHABET.length; digit++) {
    bytes[ALPHABET.charCodeAt(digit)] = digit < PREFIXES ? CODES + digit : digit - PREFIXES;
  }
  // Those with one character before the others, ascending in both groups.
  let code = CODES;
  for (const group of "10") {
    for (let value = 0; value < HEADER; value++) if (text[value] === group) bytes[code++] = value;
  }
  new TextEncoder().encodeInto(text.slice(HEADER), bytes.subarray(TEXT));
  const { exports } = new WebAssembly.Instance(
    new WebAssembly.Module(Uint8Array.from(atob(decoder), (byte) => byte.charCodeAt(0))),
    { "": { "": memory } },
  );
  const run = exports[""] as (singles: number, at: number, end: number) => number;
  return bytes.subarray(TEXT, run(SINGLES, TEXT, TEXT + text.length - HEADER));
}
