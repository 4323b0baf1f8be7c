// The two plugins that packages of npm need, with their own defaults; for Node with the condition that their
// documentation asks for there.

import commonjs from "@rollup/plugin-commonjs";
import nodeResolve from "@rollup/plugin-node-resolve";

const forNode = nodeResolve({ exportConditions: ["node"] });
// A folder, as Lentil loads parts of itself by import().
const output = { dir: "dist" };

export default [
  { input: "page.js", output, plugins: [nodeResolve(), commonjs()] },
  { input: "program.js", output, plugins: [forNode, commonjs()] },
];
