// Parcel without a configuration file, from a page of HTML.

const BUILD = "takes the CommonJS build, as Parcel reads no `exports` unless it is told to";

const production = {
  name: "production build, Chromium",
  async run(ctx) {
    await ctx.run("parcel", ["build", "index.html"]);
    return { ...(await ctx.page(await ctx.serve("dist"))), notes: BUILD };
  },
};

const devServer = {
  name: "dev server, Chromium",
  async run(ctx) {
    const port = String(await ctx.port());
    await ctx.start("parcel", ["serve", "index.html", "--host", "127.0.0.1", "--port", port], {
      ready: /Built in/,
    });
    return { ...(await ctx.page(`http://127.0.0.1:${port}/`)), notes: BUILD };
  },
};

export default {
  name: "Parcel",
  package: "parcel",
  proofIn: "src",
  rows: [production, devServer],
};
