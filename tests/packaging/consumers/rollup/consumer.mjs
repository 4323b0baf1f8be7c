// Rollup with its plugins node-resolve and commonjs: a page without React, and a program for Node.

const page = {
  name: "bundle of a page, without React, Chromium",
  async run(ctx) {
    await ctx.run("rollup", ["--config"]);
    return await ctx.page(await ctx.serve("."));
  },
};

const program = {
  name: "bundle of a program, Node",
  async run(ctx) {
    await ctx.run("rollup", ["--config"]);
    return await ctx.program("node", ["dist/program.js"]);
  },
};

export default { name: "Rollup", package: "rollup", rows: [page, program] };
