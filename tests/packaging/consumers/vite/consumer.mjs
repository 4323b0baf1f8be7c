// Vite with React, as create-vite makes such a project.

const LOCAL = /Local:\s+(http:\S+)/;

/** The address of a Vite server; `words` are what its command line has before the port. */
async function served(ctx, words) {
  const port = String(await ctx.port());
  const args = [...words, "--host", "127.0.0.1", "--port", port, "--strictPort"];
  const { match } = await ctx.start("vite", args, { ready: LOCAL });
  return match[1];
}

const devServer = {
  name: "dev server, Chromium",
  run: async (ctx) => await ctx.page(await served(ctx, [])),
};

const production = (shown, browser) => ({
  name: `production build, ${shown}`,
  async run(ctx) {
    await ctx.run("vite", ["build"]);
    return await ctx.page(await served(ctx, ["preview"]), browser);
  },
});

/** The rows of any project that Vite serves and builds. */
export const rows = [devServer, production("Chromium", "chromium")];

export default {
  name: "Vite",
  package: "vite",
  isCore: true,
  rows: [
    ...rows,
    { ...production("Firefox", "firefox"), isCore: false },
    { ...production("WebKit", "webkit"), isCore: false },
  ],
  cannot: [{ name: "production build, Safari itself", why: "it runs on Apple's systems alone" }],
};
