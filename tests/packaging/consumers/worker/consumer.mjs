// Cloudflare Workers: Wrangler's own bundle in workerd, which is what Cloudflare runs. The code of the example, with the
// package.json and the wrangler.jsonc that it needs with the packed package, and a Worker that proves the rest.

import { within } from "../../../support/deadline.mjs";
import { startDeployment } from "../../../support/deployment.mjs";
import { answerOf } from "../../lib/answers.mjs";
import { readProof } from "../../lib/pages.mjs";

// Nothing is asked of Cloudflare: no statistics, and no sample of what it says of requests.
const ENV = { WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" };

/** Starts a Worker of the project for the deployment at `url`; `ask` asks it. */
async function started(ctx, url, options = []) {
  const [port, inspector] = [String(await ctx.port()), String(await ctx.port())];
  const ports = ["--ip", "127.0.0.1", "--port", port, "--inspector-port", inspector];
  const args = ["dev", ...options, ...ports, "--var", `CONVEX_URL:${url}`];
  const server = await ctx.start("wrangler", args, { env: ENV, ready: /Ready on/ });
  return (path, request) => answerOf(`http://127.0.0.1:${port}${path}`, server, request);
}

const proof = {
  name: "a Worker in workerd, wrangler dev",
  async run(ctx) {
    const ask = await started(ctx, ctx.deployment.url, ["--config", "proof.jsonc"]);
    const proved = readProof(await ask("/"));
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
      const ask = await started(ctx, deployment.url);
      const before = JSON.parse(await ask("/live"));
      check("the first result", before, { leaders: [], results: 1 });
      const body = JSON.stringify({ player: PLAYER, points: String(POINTS) });
      const added = JSON.parse(await ask("/scores", { method: "POST", body }));
      const leaders = [{ player: PLAYER, points: String(POINTS) }];
      check("the mutation's result", added, { player: PLAYER, total: String(POINTS) });
      check("the one-shot query", JSON.parse(await ask("/scores")), { leaders });
      check("the subscription", await within("the change", follows(ask)), { leaders, results: 2 });
    } finally {
      await deployment.close();
    }
    const notes =
      "one-shot calls in the Worker, live in a Durable Object; configured: the bindings in wrangler.jsonc";
    return { proved: ["live", "mutation", "one-shot", "values"], notes };
  },
};

/** What the Durable Object shows once it has seen the change; asked until then, as it tells nobody. */
async function follows(ask) {
  for (;;) {
    const seen = JSON.parse(await ask("/live"));
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
