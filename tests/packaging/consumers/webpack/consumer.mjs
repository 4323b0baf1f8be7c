// webpack without a configuration file.

/** A build for the browser by the command line alone, served as it is. */
const built = (mode) => ({
  name: `${mode} build, Chromium`,
  async run(ctx) {
    await ctx.run("webpack", ["build", "--mode", mode]);
    return await ctx.page(await ctx.serve("."));
  },
});

export default {
  name: "webpack",
  package: "webpack",
  proofIn: "src",
  isCore: true,
  rows: [built("production"), { ...built("development"), isCore: false }],
};
