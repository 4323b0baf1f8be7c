// React Router in framework mode, as create-react-router makes it: rendered on the server, where a loader proves what a
// server can, then live in the browser.

const notes = "a loader on the server, a component in Chromium";

const production = {
  name: "production build, react-router-serve",
  async run(ctx) {
    await ctx.run("react-router", ["build"]);
    const port = String(await ctx.port());
    const env = { PORT: port, HOST: "127.0.0.1" };
    await ctx.start("react-router-serve", ["build/server/index.js"], { env, ready: /http:/ });
    return { ...(await ctx.page(`http://127.0.0.1:${port}/`)), notes };
  },
};

const devServer = {
  name: "react-router dev",
  async run(ctx) {
    const port = String(await ctx.port());
    const address = ["--host", "127.0.0.1", "--port", port, "--strictPort"];
    await ctx.start("react-router", ["dev", ...address], { ready: /Local:/ });
    return { ...(await ctx.page(`http://127.0.0.1:${port}/`)), notes };
  },
};

export default {
  name: "React Router 7",
  package: "react-router",
  rows: [production, devServer],
};
