// `dist/wasm/`: what the loaders of js/wasm import. Per role the module itself, its glue, its text
// for loaders that carry it inline, and the types of both.

import { readFileSync } from "node:fs";
import { inRepo } from "../repo.mjs";
import { writeFolder } from "./files.mjs";
import { glueTypes } from "./glue.mjs";
import { inPkg, ROLES } from "./wasm_role.mjs";
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
    files.set(`${role}_text.js`, `export default"${textOf(module)}";\n`);
    files.set(`${role}_text.d.ts`, TEXT_TYPES);
  }
  writeFolder(inRepo("dist", "wasm"), files);
}

const TEXT_TYPES = `/** The module as text, for js/wasm/decode.ts. */
declare const text: string;
export default text;
`;
