// Components as bundlers make them: by the React Compiler, for Fast Refresh, or neither; and run as modules whose imports
// the test gives.
//
// Owns: the transforms, running their code. Leaves to others: what the components do (`screens.jsx`), pages.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { transformSync } from "esbuild";
import * as React from "react";
import * as jsxRuntime from "react/jsx-runtime";

const require = createRequire(import.meta.url);
const babel = require("@babel/core");
const [major] = React.version.split(".");

/** How a module becomes what a page runs. */
export const PLAIN = [];
export const REFRESHED = [[require.resolve("react-refresh/babel"), { skipEnvCheck: true }]];
export const compilerWith = (more) => [
  [require.resolve("babel-plugin-react-compiler"), { target: major, ...more }],
];

/** The text of a file after the plugins; TypeScript and JSX stay. */
export function transformed(path, text, plugins) {
  const parserOpts = { plugins: ["jsx", ...(/\.tsx?$/.test(path) ? ["typescript"] : [])] };
  const options = { filename: path, configFile: false, babelrc: false, parserOpts, plugins };
  return babel.transformSync(text, options).code;
}

/** What a module exports; it imports React, `modules` by their names, and nothing else. */
export function run(code, modules, globals = {}) {
  const plain = transformSync(code, { loader: "jsx", jsx: "automatic", format: "cjs" }).code;
  const module = { exports: {} };
  const names = Object.keys(globals);
  new Function("require", "module", ...names, plain)(
    (name) => modules[name] ?? reactModule(name),
    module,
    ...names.map((name) => globals[name]),
  );
  return module.exports;
}

function reactModule(name) {
  if (name === "react") return React;
  if (name === "react/jsx-runtime") return jsxRuntime;
  // React 19 has it in itself.
  if (name === "react/compiler-runtime" || name === "react-compiler-runtime") return require(name);
  throw new Error(`a screen imports ${name}`);
}

/** The screens as `plugins` make them, on the hooks of a package. */
export function screensOf(hooks, plugins) {
  return run(transformed("screens.jsx", SCREENS, plugins), { hooks });
}

export const SCREENS = readFileSync(new URL("./screens.jsx", import.meta.url), "utf8");
