// Next.js as create-next-app makes it, with Turbopack and with webpack, built and in development: every place of the App
// Router that can call Lentil proves what it can.

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { answerOf } from "../../lib/answers.mjs";
import { readProof } from "../../lib/pages.mjs";
import { Parts } from "../../lib/parts.mjs";

// Code at the edge takes the file, everything else the text in the JavaScript.
const IN_NODE = { loader: "inline" };
const AT_EDGE = { loader: "file" };

const PAGES = {
  "client component": ["/", { loader: "inline" }],
  "server component": ["/preloaded", { loader: "inline", server: "inline" }],
  "page at the edge": ["/edge", { loader: "inline", server: "file" }],
  "server action": ["/action", IN_NODE],
};
const ROUTES = {
  "route handler": ["/api/node", IN_NODE],
  "route handler at the edge": ["/api/edge", AT_EDGE],
};

/** The rows of a version: its bundlers as `[name, option for dev and build, ...]`, and what stands before its pages. */
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
  const options = { env: envOf(ctx), ready: /Ready in/ };
  const server = await ctx.start("next", [...words, ...address], options);
  const site = `http://127.0.0.1:${port}`;
  const parts = new Parts();
  for (const [part, [path, expected]] of Object.entries(PAGES)) {
    await parts.add(part, ctx.page(site + path), expected);
  }
  const beforePages = ["/before", /edge/.test(before) ? AT_EDGE : IN_NODE];
  for (const [part, [path, expected]] of Object.entries({ ...ROUTES, [before]: beforePages })) {
    await parts.add(part, proofAt(site + path, server), expected);
  }
  return parts.result();
}

/** The proof that is the answer of an address. */
export const proofAt = async (url, server) => readProof(await answerOf(url, server));

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
