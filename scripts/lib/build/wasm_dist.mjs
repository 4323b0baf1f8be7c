// `dist/wasm/`: what the loaders of js/wasm import. Per role the module itself, its glue, its text
// for loaders that carry it inline, and the types of both; the module that decodes such a text. A module that an app loads
// by itself (`lentil/slim`) may come out of some cache, so the file says of which role and build it is: its mark.

import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { capture } from "../process.mjs";
import { inRepo } from "../repo.mjs";
import { writeFolder } from "./files.mjs";
import { glueTypes } from "./glue.mjs";
import { binaryen, inPkg, ROLES } from "./wasm_role.mjs";
import { textOf } from "./wasm_text.mjs";

export async function writeWasmDist() {
  const { transform } = await import("esbuild");
  const files = new Map();
  const marks = {};
  for (const role of ROLES) {
    const module = readFileSync(inPkg(role, "_bg.wasm"));
    const glue = readFileSync(inPkg(role, "_bg.js"), "utf8");
    const { code } = await transform(glue, { minify: true, format: "esm", target: "es2022" });
    marks[role] = `${role} ${createHash("sha256").update(module).digest("hex").slice(0, 12)}`;
    files.set(`${role}_bg.wasm`, marked(module, marks[role]));
    files.set(`${role}_bg.js`, code);
    files.set(`${role}_bg.d.ts`, glueTypes(`./${role}.js`));
    files.set(`${role}.d.ts`, readFileSync(inPkg(role, ".d.ts"), "utf8"));
    files.set(`${role}_text.js`, `export default"${await textOf(module)}";\n`);
    files.set(`${role}_text.d.ts`, TEXT_TYPES);
  }
  files.set("marks.js", `export default ${JSON.stringify(marks)};\n`);
  files.set("marks.d.ts", MARKS_TYPES);
  files.set("decoder.js", `export default"${decoder()}";\n`);
  files.set("decoder.d.ts", DECODER_TYPES);
  writeFolder(inRepo("dist", "wasm"), files);
}

/** A module with a custom section of our name, which `js/wasm/given.ts` reads. */
function marked(module, mark) {
  const [name, content] = [Buffer.from("lentil"), Buffer.from(mark)];
  const size = 1 + name.length + content.length;
  // Less than 128 each: a byte a length.
  return Buffer.concat([module, Buffer.of(0, size, name.length), name, content]);
}

/** The module that decodes the text of the others. */
function decoder() {
  const folder = mkdtempSync(join(tmpdir(), "lentil-decoder-"));
  try {
    const module = join(folder, "decoder.wasm");
    capture(process.execPath, [binaryen("wasm-as"), inRepo("js/wasm/decoder.wat"), "-o", module]);
    capture(process.execPath, [binaryen("wasm-opt"), "-Oz", module, "-o", module]);
    return readFileSync(module).toString("base64");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const MARKS_TYPES = `/** What the file of each role says of itself. */
declare const marks: { readonly client: string; readonly http: string };
export default marks;
`;

const DECODER_TYPES = `/** The module of js/wasm/decoder.wat in base64. */
declare const decoder: string;
export default decoder;
`;

const TEXT_TYPES = `/** The module as text, for js/wasm/decode.ts. */
declare const text: string;
export default text;
`;
