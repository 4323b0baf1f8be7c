// `dist/wasm/`: what the loaders of js/wasm import. Per role the module itself, its glue, its text
// for loaders that carry it inline, and the types of both; the module that decodes such a text.

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
  for (const role of ROLES) {
    const module = readFileSync(inPkg(role, "_bg.wasm"));
    const glue = readFileSync(inPkg(role, "_bg.js"), "utf8");
    const { code } = await transform(glue, { minify: true, format: "esm", target: "es2022" });
    files.set(`${role}_bg.wasm`, module);
    files.set(`${role}_bg.js`, code);
    files.set(`${role}_bg.d.ts`, glueTypes(`./${role}.js`));
    files.set(`${role}.d.ts`, readFileSync(inPkg(role, ".d.ts"), "utf8"));
    files.set(`${role}_text.js`, `export default"${await textOf(module)}";\n`);
    files.set(`${role}_text.d.ts`, TEXT_TYPES);
  }
  files.set("decoder.js", `export default"${decoder()}";\n`);
  files.set("decoder.d.ts", DECODER_TYPES);
  writeFolder(inRepo("dist", "wasm"), files);
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

const DECODER_TYPES = `/** The module of js/wasm/decoder.wat in base64. */
declare const decoder: string;
export default decoder;
`;

const TEXT_TYPES = `/** The module as text, for js/wasm/decode.ts. */
declare const text: string;
export default text;
`;
