// lentil/worker in random scripts: whatever an app, a server and a network do, in the end each query shows what the server
// has, nothing is watched twice or for nobody, and every call has come to an end. lentil/react plays them, too, so that it
// is the worker that is looked at and not the test.

import assert from "node:assert/strict";
import { test } from "node:test";
import { seeded } from "../js/random_values.mjs";
import { appOf, Player, randomScript } from "./random_script.mjs";
import { rigOf } from "./rig.mjs";

const SEED = process.env.WORKER_SEED;
const SCRIPTS = SEED ? [Number(SEED)] : Array.from({ length: 300 }, (_, n) => n + 1);

async function play(seed, isInWorker) {
  const state = { number: 0 };
  const app = appOf(state);
  const rig = rigOf(isInWorker, app);
  const player = new Player(rig, state);
  try {
    for (const step of randomScript(seeded(seed), 40)) await player.play(step);
    await player.settleOnline();
    const subscribed = rig.server.subscribed.map((query) => JSON.stringify(query)).toSorted();
    assert.deepEqual(subscribed, player.watched());
    assert.deepEqual(player.shown(), player.wanted(app));
    return rig;
  } finally {
    await rig.client.close();
  }
}

for (const isInWorker of [false, true]) {
  test(`random scripts on ${isInWorker ? "lentil/worker" : "lentil/react"}`, async (t) => {
    for (const seed of SCRIPTS) {
      await play(seed, isInWorker).catch((error) => {
        t.diagnostic(`WORKER_SEED=${seed} repeats it`);
        throw error;
      });
    }
  });
}
