// Next.js as create-next-app makes it, with Turbopack and with webpack, built and in development: every place of the App
// Router that can call Lentil proves what it can.

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { readProof } from "../../lib/pages.mjs";

const PAGES = {
  "client component": "/",
  "server component": "/preloaded",
  "page at the edge": "/edge",
  "server action": "/action",
};
const ROUTES = { "route handler": "/api/node", "route handler at the edge": "/api/edge" };

/**
 * The rows of a version: its bundlers as `[name, option for dev and build, ...]`, and what stands before its pages. Where
 * code runs at the edge its loader has to be the file.
 */
export function rowsOf({ bundlers, before }) {
  return bundlers.flatMap(([name, ...options]) => [
    { name: `${name}, production`, run: (ctx) => production(ctx, options, before) },
    { name: `${name}, next dev`, run: (ctx) => development(ctx, options, before) },
  ]);
}

async function production(ctx, options, before) {
  await forgetBuilds(ctx);
  await ctx.run("next", ["build", ...options], { env: envOf(ctx) });
  return await proofs(ctx, ["start"], before);
}

async function development(ctx, options, before) {
  await forgetBuilds(ctx);
  return await proofs(ctx, ["dev", ...options], before);
}

const forgetBuilds = ({ folder }) => rm(join(folder, ".next"), { recursive: true, force: true });

const envOf = ({ deployment }) => ({
  NEXT_PUBLIC_CONVEX_URL: deployment.url,
  NEXT_TELEMETRY_DISABLED: "1",
});

async function proofs(ctx, words, before) {
  const port = String(await ctx.port());
  const address = ["-H", "127.0.0.1", "-p", port];
  await ctx.start("next", [...words, ...address], { env: envOf(ctx), ready: /Ready in/ });
  const site = `http://127.0.0.1:${port}`;
  const proved = new Set();
  for (const [part, path] of Object.entries(PAGES)) {
    const proof = await named(part, ctx.page(site + path));
    if (proof.loader) checkLoader(part, proof.loader, "inline");
    for (const what of proof.proved) proved.add(what);
  }
  for (const [part, path] of Object.entries({ ...ROUTES, [before]: "/before" })) {
    const { loader } = await named(part, answer(site + path));
    checkLoader(part, loader, /edge/.test(part) ? "file" : "inline");
  }
  const parts = [...Object.keys(PAGES), ...Object.keys(ROUTES), before];
  return { proved: [...proved], loader: "inline; file at the edge", notes: parts.join(", ") };
}

function checkLoader(part, loader, expected) {
  if (loader !== expected) throw new Error(`${part}: the loader is ${loader}`);
}

/** The proof that is the answer of an address. */
export async function answer(url) {
  const response = await fetch(url);
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
  return readProof(text);
}

/** The promise, whose failure names the part. */
export const named = (part, promise) =>
  promise.catch((error) => {
    throw new Error(`${part}: ${error.message}`);
  });

const [built, ...others] = rowsOf({
  bundlers: [["Turbopack"], ["webpack", "--webpack"]],
  before: "proxy",
});

export default {
  name: "Next.js 16",
  package: "next",
  isCore: true,
  rows: [built, ...others.map((row) => ({ ...row, isCore: false }))],
};
