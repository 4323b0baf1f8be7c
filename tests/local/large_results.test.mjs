// A result that is too large for one message: it arrives whole, at the official client and at ours.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ConvexClient } from "convex/browser";
import { anyApi } from "convex/server";
import WebSocket from "ws";
import { ConvexReactClient } from "../../dist/react/index.js";
import { Seen } from "../support/deadline.mjs";
import { startDeployment } from "../support/deployment.mjs";
import { openRawSocket } from "../support/raw_socket.mjs";
import { fixtureApp } from "./support/fixture_app.mjs";

const FUNCTIONS = `
import { query } from "./_generated/server";
const PART = "grüße 🙂 \\n\\"quoted\\" ".repeat(40_000);
export const large = query({ handler: async () => Array.from({ length: 12 }, (_, n) => n + PART) });
`;
const PART = 'grüße 🙂 \n"quoted" '.repeat(40_000);
const EXPECTED = Array.from({ length: 12 }, (_, n) => n + PART);

const { large } = anyApi.pure;
let app;
let deployment;

before(async () => {
  app = await fixtureApp({ "convex/pure.ts": FUNCTIONS });
  deployment = await startDeployment({ folder: app.path });
});

after(async () => {
  await deployment?.close();
  await app?.remove();
});

test("it travels in chunks", async () => {
  const socket = await openRawSocket(deployment.url, {
    sessionId: "6b1f7a52-0d0c-4f7e-9a35-2f4c0e6f1a03",
  });
  const add = { type: "Add", queryId: 0, udfPath: "pure:large", args: [{}] };
  socket.send({ type: "ModifyQuerySet", baseVersion: 1, newVersion: 2, modifications: [add] });
  const last = await socket.frames.until(
    "the last chunk",
    (frame) => frame.type === "TransitionChunk" && frame.partNumber === frame.totalParts - 1,
  );
  const chunks = socket.frames.values.filter((frame) => frame.type === "TransitionChunk");
  assert.ok(last.totalParts >= 3, `${last.totalParts} parts`);
  const joined = chunks.map((frame) => frame.chunk).join("");
  assert.equal(Buffer.byteLength(joined), Number(last.transitionId));
  const [updated] = JSON.parse(joined).modifications;
  assert.deepEqual(updated.value, EXPECTED);
  await socket.close();
});

test("the official client gets it whole", async () => {
  const client = new ConvexClient(deployment.url, {
    webSocketConstructor: WebSocket,
    logger: false,
  });
  const seen = new Seen();
  client.onUpdate(large, {}, (value) => seen.add(value));
  assert.deepEqual(await seen.until("the result", () => true), EXPECTED);
  await client.close();
});

test("Lentil's client gets it whole", async () => {
  const client = new ConvexReactClient(deployment.url, {
    webSocketConstructor: WebSocket,
    logger: false,
  });
  const watch = client.watchQuery(large, {});
  const seen = new Seen();
  const stop = watch.onUpdate(() => seen.add(watch.localQueryResult()));
  assert.deepEqual(await seen.until("the result", (value) => value !== undefined), EXPECTED);
  stop();
  await client.close();
});
