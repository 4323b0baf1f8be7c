// Next.js on Cloudflare, as OpenNext builds it, in workerd: the project of Next.js 16 without its proxy and its parts at the
// edge. It needs a newer Node than the tests, so that is installed.

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { installedVersion } from "../../lib/projects.mjs";
import { answer, named } from "../next_16/consumer.mjs";

const PAGES = {
  "client component": "/",
  "server component": "/preloaded",
  "server action": "/action",
};
const ROUTE = "/api/node";
const LEFT_OUT = ["app/edge", "app/api/edge", "proxy.js"];

const production = {
  name: "opennextjs-cloudflare build, workerd",
  async run(ctx) {
    for (const path of LEFT_OUT) await rm(join(ctx.folder, path), { recursive: true });
    const variables = { NEXT_PUBLIC_CONVEX_URL: ctx.deployment.url };
    const env = { ...variables, NEXT_TELEMETRY_DISABLED: "1", ...OFFLINE };
    await ctx.run("opennextjs-cloudflare", ["build"], { env });
    const site = await served(ctx, env);
    const { loader } = await named("route handler", answer(site + ROUTE));
    if (loader !== "file") throw new Error(`the loader is ${loader}`);
    const proved = new Set();
    for (const [part, path] of Object.entries(PAGES)) {
      for (const what of (await named(part, ctx.page(site + path))).proved) proved.add(what);
    }
    const parts = [...Object.keys(PAGES), "route handler"].join(", ");
    const node = installedVersion(ctx.folder, "node");
    const notes = `${parts}; with serverExternalPackages in next.config.mjs; in Node ${node}`;
    return { proved: [...proved], loader: "inline; file on the server", notes };
  },
};

// Nothing is asked of Cloudflare.
const OFFLINE = { WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false", CI: "1" };

async function served(ctx, env) {
  const [port, inspector] = [String(await ctx.port()), String(await ctx.port())];
  const ports = ["--ip", "127.0.0.1", "--port", port, "--inspector-port", inspector];
  const variable = ["--var", `NEXT_PUBLIC_CONVEX_URL:${ctx.deployment.url}`];
  await ctx.start("wrangler", ["dev", ...ports, ...variable], { env, ready: /Ready on/ });
  return `http://127.0.0.1:${port}`;
}

export default {
  name: "OpenNext for Cloudflare",
  package: "@opennextjs/cloudflare",
  base: "tests/packaging/consumers/next_16/project",
  rows: [production],
  cannot: [
    { name: "routes at the edge", why: "OpenNext for Cloudflare has no edge runtime" },
    {
      name: "proxy.js",
      why: "its experimental support there fails for every package that is not bundled, `convex/values` alone too",
    },
  ],
};
