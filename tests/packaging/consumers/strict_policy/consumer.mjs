// Vite's production build on a server with a strict Content-Security-Policy; tests/e2e/csp.test.mjs tries the same
// without a bundler's configuration in every `npm test`.

import assert from "node:assert/strict";
import { ALL } from "../../lib/context.mjs";

const REFUSED = "as it must, fails with an error that names 'wasm-unsafe-eval'";

/** Everything from the page's own place, and of scripts what `script` allows besides. */
async function pageUnder(ctx, script) {
  await ctx.run("vite", ["build"]);
  const { url } = ctx.deployment;
  const connect = `connect-src 'self' ${url} ${url.replace(/^http/, "ws")}`;
  const policy = `default-src 'self'; script-src 'self'${script}; ${connect}`;
  return await ctx.page(await ctx.serve("dist", { "Content-Security-Policy": policy }));
}

const allowed = {
  name: "script-src 'self' 'wasm-unsafe-eval', Chromium",
  run: (ctx) => pageUnder(ctx, " 'wasm-unsafe-eval'"),
};

const forbidden = {
  name: "script-src 'self', Chromium",
  async run(ctx) {
    await assert.rejects(pageUnder(ctx, ""), /add 'wasm-unsafe-eval' to its script-src/);
    return { proved: [], lacks: Object.fromEntries(ALL.map((what) => [what, REFUSED])) };
  },
};

export default {
  name: "Strict policy, Vite",
  package: "vite",
  rows: [allowed, forbidden],
};
