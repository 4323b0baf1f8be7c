// The names between a module and its glue, shortened in both: they are 4 % of the module and a
// fifth of the glue, and no bundler can shorten what it does not see both sides of.

import { CommandFailed } from "../known_error.mjs";

/** The wasm-opt pass that shortens the module's side and tells what became of each name. */
export const SHORTEN = "--minify-imports-and-exports-and-modules";

/** Glue by wasm-bindgen with the names in `told`, what wasm-opt wrote; `__wbg_start` is new. */
export function withShortNames(glue, told) {
  const { imports, exports } = readRenamings(told);
  const shortExport = new Map(exports);
  const used = (name) => {
    const short = shortExport.get(name);
    if (!short) throw new CommandFailed(`the glue uses \`${name}\`, which the module lacks`);
    return `wasm.${short}`;
  };
  let text = glue.replace(/\bwasm\.([\w$]+)/g, (_, name) => used(name));
  for (const [, name] of imports)
    text = text.replace(`export function ${name}(`, `function ${name}(`);
  const aliases = imports.map(([, name, short]) => `${name} as ${short}`);
  return `${text}
export { ${aliases.join(", ")} };
export function __wbg_start(exports) { __wbg_set_wasm(exports); ${used("__wbindgen_start")}(); }
`;
}

function readRenamings(told) {
  const start = told.indexOf("{");
  if (start < 0) throw new CommandFailed(`wasm-opt ${SHORTEN} told no names`);
  const renamings = JSON.parse(told.slice(start));
  const modules = new Set(renamings.imports.map(([module]) => module));
  if (modules.size !== 1) throw new CommandFailed(`the module imports from ${[...modules]}`);
  return renamings;
}
