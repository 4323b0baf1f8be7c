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
  const values = [...text.slice(0, HEADER)].map((mark, value) => ({ value, rare: mark === "0" }));
  values.sort((a, b) => Number(a.rare) - Number(b.rare)); // stable: ascending within both groups
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
      bytes[length++] = values[base + digit]?.value ?? 0;
      base = -PREFIXES;
    }
  }
  return bytes.subarray(0, length);
}
