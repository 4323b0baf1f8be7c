/**
 * From the text that carries a module to its bytes.
 *
 * Owns: the decoding. Leaves to others: the text (`scripts/lib/build/wasm_text.mjs`, which tells its form).
 */

const ALPHABET =
  " !#%&()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|}~";
const PREFIXES = 2;
const SINGLES = ALPHABET.length - PREFIXES;
const HEADER = 256;

/** The bytes that `text` stands for. */
export function decode(text: string): Uint8Array<ArrayBuffer> {
  // By code: those with one character before the others, ascending in both groups.
  const values = new Uint8Array(HEADER);
  let code = 0;
  for (const group of "10") {
    for (let value = 0; value < HEADER; value++) if (text[value] === group) values[code++] = value;
  }
  const digits = new Uint8Array(128);
  for (let digit = 0; digit < ALPHABET.length; digit++) digits[ALPHABET.charCodeAt(digit)] = digit;

  const bytes = new Uint8Array(text.length);
  let length = 0;
  let base = -PREFIXES;
  for (let at = HEADER; at < text.length; at++) {
    const digit = digits[text.charCodeAt(at)] ?? 0;
    if (digit < PREFIXES) {
      base = (digit + 1) * SINGLES - PREFIXES;
    } else {
      bytes[length++] = values[base + digit] ?? 0;
      base = -PREFIXES;
    }
  }
  return bytes.subarray(0, length);
}
