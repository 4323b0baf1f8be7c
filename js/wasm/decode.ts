/**
 * From the text that carries a module to its bytes.
 *
 * Owns: the memory of that. Leaves to others: the text (`scripts/lib/build/wasm_text.mjs`, which tells its form), going
 * over it (`decoder.wat`).
 */

import decoder from "../../wasm/decoder.js";

/** The module's size stands before what is compressed: so many digits, to this base. */
const [DIGITS, BASE] = [4, 36];

/** Where in the decoder's memory the text is. */
const TEXT = 16384;

/**
 * The bytes that `text` stands for.
 *
 * @throws where WebAssembly cannot be used
 */
export function decode(text: string): Uint8Array<ArrayBuffer> {
  // A multiple of four, behind a byte that is zero.
  const start = (TEXT + text.length + 3) & ~3;
  const end = start + Number.parseInt(text.slice(0, DIGITS), BASE);
  const memory = new WebAssembly.Memory({ initial: (end >> 16) + 1 });
  const bytes = new Uint8Array(memory.buffer);
  new TextEncoder().encodeInto(text.slice(DIGITS), bytes.subarray(TEXT));
  const { exports } = new WebAssembly.Instance(
    new WebAssembly.Module(Uint8Array.from(atob(decoder), (byte) => byte.charCodeAt(0))),
    { "": { "": memory } },
  );
  (exports[""] as (text: number, start: number, end: number) => void)(TEXT, start, end);
  return bytes.subarray(start, end);
}
