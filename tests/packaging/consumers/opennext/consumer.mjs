// Next.js on Cloudflare, as OpenNext builds it, in workerd: the project of Next.js 16 without its proxy and its parts at the
// edge. It needs a newer Node than the tests, so that is installed.

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Parts } from "../../lib/parts.mjs";
import { installedVersion } from "../../lib/projects.mjs";
import { proofAt } from "../next_16/consumer.mjs";

const PAGES = {
  "client component": ["/", { loader: "inline" }],
  "server component": ["/preloaded", { loader: "inline", server: "file" }],
  "server action": ["/action", { loader: "file" }],
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
    const { site, server } = await served(ctx, env);
    const parts = new Parts();
    await parts.add("route handler", proofAt(site + ROUTE, server), { loader: "file" });
    for (const [part, [path, expected]] of Object.entries(PAGES)) {
      await parts.add(part, ctx.page(site + path), expected);
    }
    const node = installedVersion(ctx.folder, "node");
    const { notes, ...result } = parts.result();
    return { ...result, notes: `${notes}; ${CONFIGURED}; in Node ${node}` };
  },
};

const CONFIGURED = "configured: serverExternalPackages in next.config.mjs";

// Nothing is asked of Cloudflare.
const OFFLINE = { WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false", CI: "1" };

async function served(ctx, env) {
  const [port, inspector] = [String(await ctx.port()), String(await ctx.port())];
  const ports = ["--ip", "127.0.0.1", "--port", port, "--inspector-port", inspector];
  const variable = ["--var", `NEXT_PUBLIC_CONVEX_URL:${ctx.deployment.url}`];
  const args = ["dev", ...ports, ...variable];
  const server = await ctx.start("wrangler", args, { env, ready: /Ready on/ });
  return { site: `http://127.0.0.1:${port}`, server };
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
