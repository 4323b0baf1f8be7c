// Rollup with its plugins node-resolve and commonjs: a page without React, and a program for Node.

const CONFIGURED =
  "configured: the plugins node-resolve and commonjs; a folder for the output (`output.dir`), as Lentil loads parts of itself by `import()`";

const page = {
  name: "bundle of a page, without React, Chromium",
  async run(ctx) {
    await ctx.run("rollup", ["--config"]);
    return { ...(await ctx.page(await ctx.serve("."))), notes: CONFIGURED };
  },
};

const program = {
  name: "bundle of a program, Node",
  async run(ctx) {
    await ctx.run("rollup", ["--config"]);
    const notes = `${CONFIGURED}; nodeResolve({ exportConditions: ["node"] })`;
    return { ...(await ctx.program("node", ["dist/program.js"])), notes };
  },
};

export default { name: "Rollup", package: "rollup", rows: [page, program] };
