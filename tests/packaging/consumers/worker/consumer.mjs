// Cloudflare Workers: Wrangler's own bundle in workerd, which is what Cloudflare runs. The example as a newcomer starts
// it, from the packed package, and a Worker that proves the rest.

import { within } from "../../../support/deadline.mjs";
import { startDeployment } from "../../../support/deployment.mjs";
import { readProof } from "../../lib/pages.mjs";

// Nothing is asked of Cloudflare: no statistics, and no sample of what it says of requests.
const ENV = { WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" };

/** Starts a Worker of the project for the deployment at `url`; its address. */
async function started(ctx, url, options = []) {
  const [port, inspector] = [String(await ctx.port()), String(await ctx.port())];
  const ports = ["--ip", "127.0.0.1", "--port", port, "--inspector-port", inspector];
  const args = ["dev", ...options, ...ports, "--var", `CONVEX_URL:${url}`];
  await ctx.start("wrangler", args, { env: ENV, ready: /Ready on/ });
  return `http://127.0.0.1:${port}`;
}

async function asked(url, options) {
  const response = await fetch(url, options);
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
  return text;
}

const proof = {
  name: "a Worker in workerd, wrangler dev",
  async run(ctx) {
    const site = await started(ctx, ctx.deployment.url, ["--config", "proof.jsonc"]);
    const proved = readProof(await asked(site));
    if (proved.loader !== "file") throw new Error(`the loader is ${proved.loader}`);
    return proved;
  },
};

const PLAYER = "Zoë, Příliš 日本語 🐎";
const POINTS = 9007199254740993n;

const example = {
  name: "examples/worker in workerd, wrangler dev",
  async run(ctx) {
    const deployment = await startDeployment({ folder: ctx.folder });
    try {
      const site = await started(ctx, deployment.url);
      const before = JSON.parse(await asked(`${site}/live`));
      check("the first result", before, { leaders: [], results: 1 });
      const body = JSON.stringify({ player: PLAYER, points: String(POINTS) });
      const added = JSON.parse(await asked(`${site}/scores`, { method: "POST", body }));
      const leaders = [{ player: PLAYER, points: String(POINTS) }];
      check("the mutation's result", added, { player: PLAYER, total: String(POINTS) });
      check("the one-shot query", JSON.parse(await asked(`${site}/scores`)), { leaders });
      check("the subscription", await within("the change", follows(site)), { leaders, results: 2 });
    } finally {
      await deployment.close();
    }
    const notes = "one-shot calls in the Worker, live in a Durable Object";
    return { proved: ["live", "mutation", "one-shot", "values"], loader: "file", notes };
  },
};

/** What the Durable Object shows once it has seen the change; asked until then, as it tells nobody. */
async function follows(site) {
  for (;;) {
    const seen = JSON.parse(await asked(`${site}/live`));
    if (seen.results > 1) return seen;
  }
}

function check(what, given, expected) {
  const [got, wanted] = [given, expected].map((value) => JSON.stringify(value));
  if (got !== wanted) throw new Error(`${what}: ${got} instead of ${wanted}`);
}

export default {
  name: "Cloudflare Workers",
  package: "wrangler",
  isCore: true,
  base: "examples/worker",
  rows: [example, proof],
};
