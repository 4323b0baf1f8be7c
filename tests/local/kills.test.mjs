// Killed thirty times with fifty mutations under way: what the official client heard of is there,
// and nothing is there twice. The points of the kills are seeded; LENTIL_SEED sets another seed.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ConvexClient, ConvexHttpClient } from "convex/browser";
import { anyApi } from "convex/server";
import WebSocket from "ws";
import { Seen, within } from "../support/deadline.mjs";
import { startDeployment } from "../support/deployment.mjs";
import { fixtureApp } from "./support/fixture_app.mjs";
import { seeded } from "./support/random.mjs";

const SEED = Number(process.env.LENTIL_SEED ?? 20250711);
const KILLS = 30;
const IN_FLIGHT = 50;

const SCHEMA = `
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
export default defineSchema({
  counters: defineTable({ key: v.string(), count: v.number() }).index("by_key", ["key"]),
});
`;
const FUNCTIONS = `
import { v } from "convex/values";
import { mutation, query } from "./_generated/server";
const rows = (ctx) => ctx.db.query("counters");
export const bump = mutation({
  args: { key: v.string() },
  handler: async (ctx, { key }) => {
    const row = await rows(ctx).withIndex("by_key", (q) => q.eq("key", key)).unique();
    if (row === null) await ctx.db.insert("counters", { key, count: 1 });
    else await ctx.db.patch(row._id, { count: row.count + 1 });
    return key;
  },
});
export const size = query({ handler: async (ctx) => (await rows(ctx).collect()).length });
export const all = query({
  handler: async (ctx) => (await rows(ctx).collect()).map(({ key, count }) => [key, count]),
});
`;

const { notes } = anyApi;
const frames = new Seen();
let app;
let deployment;
let client;

/** Counts what comes in, so that a kill can be placed between two frames. */
class CountedSocket extends WebSocket {
  constructor(url) {
    super(url);
    this.on("message", () => frames.add(frames.values.length));
  }
}

before(async () => {
  // Where there is a window, the client listens for its `online` and then waits for no backoff.
  globalThis.window = new EventTarget();
  app = await fixtureApp({ "convex/schema.ts": SCHEMA, "convex/notes.ts": FUNCTIONS });
  deployment = await startDeployment({ folder: app.path });
  client = new ConvexClient(deployment.url, {
    webSocketConstructor: CountedSocket,
    logger: false,
    unsavedChangesWarning: false,
  });
  client.onUpdate(notes.size, {}, () => {});
});

after(async () => {
  await client?.close();
  await deployment?.close();
  await app?.remove();
  delete globalThis.window;
});

test(`${KILLS} kills, ${IN_FLIGHT} mutations in flight, seed ${SEED}`, async () => {
  const random = seeded(SEED);
  const pending = new Map();
  const acknowledged = new Set();
  let interrupted = 0;
  const fill = () => {
    while (pending.size < IN_FLIGHT) {
      const key = `k${acknowledged.size + pending.size}`;
      const done = client.mutation(notes.bump, { key }).then((answer) => {
        assert.equal(answer, key);
        acknowledged.add(key);
        pending.delete(key);
      });
      pending.set(key, done);
    }
  };

  for (let kill = 0; kill < KILLS; kill += 1) {
    fill();
    // Each mutation in flight is answered by a frame of its own, so this many will come.
    const point = frames.values.length + random.below(IN_FLIGHT);
    await frames.until(`frame ${point}`, (count) => count >= point);
    await deployment.kill();
    interrupted += pending.size;
    await deployment.start();
    globalThis.window.dispatchEvent(new Event("online"));
  }
  fill();
  await within("the answers to the last mutations", Promise.all(pending.values()));

  const http = new ConvexHttpClient(deployment.url, { logger: false });
  const counters = new Map(await http.query(notes.all, {}));
  assert.ok(interrupted > KILLS, `only ${interrupted} mutations were interrupted`);
  assert.ok(acknowledged.size > 2 * IN_FLIGHT, `only ${acknowledged.size} mutations in all`);
  assert.deepEqual([...counters.keys()].sort(), [...acknowledged].sort());
  const moreThanOnce = [...counters].filter(([, count]) => count !== 1);
  assert.deepEqual(moreThanOnce, []);
});
