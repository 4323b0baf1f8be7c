// TanStack Start: rendered on the server, where a server function proves what a server can, then live in the browser. It
// needs a newer Node than the tests, so that is installed.

import { installedVersion } from "../../lib/projects.mjs";

const notesOf = ({ folder }) =>
  `a server function, a component in Chromium; in Node ${installedVersion(folder, "node")}`;
const LOCAL = /Local:/;

async function served(ctx, words) {
  const port = String(await ctx.port());
  const address = ["--host", "127.0.0.1", "--port", port, "--strictPort"];
  await ctx.start("vite", [...words, ...address], { ready: LOCAL });
  return { ...(await ctx.page(`http://127.0.0.1:${port}/`)), notes: notesOf(ctx) };
}

const production = {
  name: "production build, vite preview",
  async run(ctx) {
    await ctx.run("vite", ["build"]);
    return await served(ctx, ["preview"]);
  },
};

const devServer = { name: "vite dev", run: (ctx) => served(ctx, ["dev"]) };

export default {
  name: "TanStack Start",
  package: "@tanstack/react-start",
  rows: [production, devServer],
};
