// The glue of wasm-bindgen as we deliver it: a function that makes one glue for one instance, so that
// an instance that failed shares nothing with the next one; and the names between module and glue
// shortened in both. They are 4 % of the module and a fifth of the glue, and no bundler can shorten
// what it does not see both sides of.

import { CommandFailed } from "../known_error.mjs";

/** The wasm-opt pass that shortens the module's side and tells what became of each name. */
export const SHORTEN = "--minify-imports-and-exports-and-modules";

/** Exports `newGlue()`, from what wasm-bindgen made and, as `told`, what wasm-opt wrote. */
export function glueFactory(glue, told) {
  const { imports, exports } = readRenamings(told);
  const short = new Map(exports);
  const used = (name) => {
    if (!short.has(name))
      throw new CommandFailed(`the glue uses \`${name}\`, which the module lacks`);
    return `wasm.${short.get(name)}`;
  };
  const named = glue.replace(/\bwasm\.([\w$]+)/g, (_, name) => used(name));
  const own = [...named.matchAll(/^export (?:class|function) ([\w$]+)/gm)].map(([, name]) => name);
  const inward = new Set([...imports.map(([, name]) => name), "__wbg_set_wasm"]);
  const outward = own.filter((name) => !inward.has(name));
  return `export function newGlue() {
${named.replace(/^export /gm, "")}
return {
  imports: { ${imports.map(([, name, alias]) => `${alias}: ${name}`).join(", ")} },
  exports: { ${outward.join(", ")} },
  start(exports) { __wbg_set_wasm(exports); ${used("__wbindgen_start")}(); },
  memory: () => ${used("memory")},
  stop() { __wbg_set_wasm(new Proxy({}, { get: () => () => {} })); },
};
}
`;
}

/** The types of `glueFactory`'s module; `exported` is the module specifier of wasm-bindgen's own. */
export const glueTypes = (exported) => `/** What ties one instance of the module to JavaScript. */
export interface Glue {
  /** What the module imports. */
  imports: WebAssembly.ModuleImports;
  /** What the module offers, once started. */
  exports: typeof import("${exported}");
  /** Takes the exports of the instance, and starts it. */
  start(exports: WebAssembly.Exports): void;
  /** The memory of the instance, once started. */
  memory(): WebAssembly.Memory;
  /** Lets go of the instance: nothing enters it any more, finalizers neither. Not while one of its calls runs. */
  stop(): void;
}
/** The glue of one instance. */
export function newGlue(): Glue;
`;

function readRenamings(told) {
  const start = told.indexOf("{");
  if (start < 0) throw new CommandFailed(`wasm-opt ${SHORTEN} told no names`);
  const renamings = JSON.parse(told.slice(start));
  const modules = new Set(renamings.imports.map(([module]) => module));
  if (modules.size !== 1) throw new CommandFailed(`the module imports from ${[...modules]}`);
  return renamings;
}
