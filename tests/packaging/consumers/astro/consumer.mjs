// Astro with an island of React: a page that is rendered for each request, where it proves what a server can, and a
// component that is rendered there and live in the browser. Astro needs a newer Node than the tests, so that is installed.

import { installedVersion } from "../../lib/projects.mjs";

const ENV = { ASTRO_TELEMETRY_DISABLED: "1" };
const notesOf = ({ folder }) =>
  `a page on the server, an island in Chromium; in Node ${installedVersion(folder, "node")}`;

const production = {
  name: "production build, adapter of Node",
  async run(ctx) {
    await ctx.run("astro", ["build"], { env: ENV });
    const port = String(await ctx.port());
    const env = { ...ENV, HOST: "127.0.0.1", PORT: port };
    await ctx.start("node", ["dist/server/entry.mjs"], { env, ready: /listening on/i });
    return { ...(await ctx.page(`http://127.0.0.1:${port}/`)), notes: notesOf(ctx) };
  },
};

const devServer = {
  name: "astro dev",
  async run(ctx) {
    const port = String(await ctx.port());
    const args = ["dev", "--host", "127.0.0.1", "--port", port];
    await ctx.start("astro", args, { env: ENV, ready: /Local/ });
    return { ...(await ctx.page(`http://127.0.0.1:${port}/`)), notes: notesOf(ctx) };
  },
};

export default { name: "Astro", package: "astro", rows: [production, devServer] };
