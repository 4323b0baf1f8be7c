// A developer's day with the official client watching: code that changes, breaks and is repaired
// while the deployment runs. What exactly is reported is tried in local/tests/reload.rs.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { ConvexClient } from "convex/browser";
import { anyApi } from "convex/server";
import WebSocket from "ws";
import { Seen, within } from "../support/deadline.mjs";
import { startDeployment } from "../support/deployment.mjs";
import { fixtureApp } from "./support/fixture_app.mjs";

const FILE = "convex/pure.ts";
const showing = (text) => `
import { query } from "./_generated/server";
export const shown = query({ handler: async () => ${JSON.stringify(text)} });
`;

let app;
let deployment;
let client;
let shown;

before(async () => {
  app = await fixtureApp({ [FILE]: showing("first") });
  deployment = await startDeployment({ folder: app.path });
  client = new ConvexClient(deployment.url, { webSocketConstructor: WebSocket, logger: false });
  shown = new Seen();
  client.onUpdate(anyApi.pure.shown, {}, (value) => shown.add(value));
  await until("first");
});

after(async () => {
  await client?.close();
  await deployment?.close();
  await app?.remove();
});

test("a subscription shows what new code gives", async () => {
  await app.write(FILE, showing("second"));
  await until("second");
});

test("the old code runs until broken code is repaired, and the terminal says where it is", async () => {
  await app.write(FILE, `${showing("never")}export const broken = ;\n`);
  await said("convex/pure.ts:4:22");
  assert.match(deployment.output, /Not reloaded; the functions from before keep running/);
  assert.equal(await client.query(anyApi.pure.shown, {}), "second");
  await app.write(FILE, showing("third"));
  await until("third");
  assert.deepEqual(shown.values, ["first", "second", "third"]);
});

/** Waits until the terminal has shown the text. */
async function said(text) {
  const look = async () => {
    while (!deployment.output.includes(text)) await turn();
  };
  await within(`«${text}» in the terminal`, look());
}

async function until(text) {
  await shown.until(`the text «${text}»`, (value) => value === text);
}
