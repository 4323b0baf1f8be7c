// `node --import` this file to have React 18 wherever "react" or "react-dom" is imported or required.

import Module, { register } from "node:module";
import { fileURLToPath } from "node:url";

const ofReact = /^react(-dom)?(\/|$)/;

// What is imported...
const hook = `
const ofReact = ${ofReact};
export const resolve = (name, context, next) =>
  next(name, ofReact.test(name) ? { ...context, parentURL: ${JSON.stringify(import.meta.url)} } : context);
`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);

// ... and what is required.
const here = new Module(fileURLToPath(import.meta.url));
here.paths = Module._nodeModulePaths(fileURLToPath(new URL(".", import.meta.url)));
const resolve = Module._resolveFilename;
Module._resolveFilename = (name, parent, ...more) =>
  resolve.call(Module, name, ofReact.test(name) ? here : parent, ...more);
