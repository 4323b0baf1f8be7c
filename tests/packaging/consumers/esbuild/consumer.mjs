// esbuild by its command line: a page, and programs for Node with all that they import bundled again.

const page = {
  name: "bundle of a page, Chromium",
  async run(ctx) {
    await ctx.run("esbuild", ["page.js", "--bundle", "--outfile=dist/main.js"]);
    return await ctx.page(await ctx.serve("."));
  },
};

const program = (format, file) => ({
  name: `--platform=node --format=${format}`,
  async run(ctx) {
    const options = ["--bundle", "--platform=node", `--format=${format}`, `--outfile=dist/${file}`];
    await ctx.run("esbuild", ["program.js", ...options]);
    return await ctx.program("node", [`dist/${file}`]);
  },
});

export default {
  name: "esbuild",
  package: "esbuild",
  rows: [page, program("cjs", "program.cjs"), program("esm", "program.mjs")],
};
