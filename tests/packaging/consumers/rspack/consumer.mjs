// Rspack without a configuration file.

/** A build for the browser by the command line alone, served as it is. */
const built = (mode) => ({
  name: `${mode} build, Chromium`,
  async run(ctx) {
    await ctx.run("rspack", ["build", "--mode", mode]);
    return await ctx.page(await ctx.serve("."));
  },
});

export default {
  name: "Rspack",
  package: "@rspack/core",
  proofIn: "src",
  rows: [built("production"), built("development")],
};
