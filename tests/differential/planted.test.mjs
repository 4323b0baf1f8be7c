// The random scripts prove themselves: each planted bug makes one of the first fail.

import assert from "node:assert/strict";
import { test } from "node:test";
import { BUGS, faultySocket } from "./bugs.mjs";
import { loadOurs, Official } from "./clients.mjs";
import { plant } from "./plant.mjs";
import { runMany } from "./run.mjs";

const MOST = 500;

/** The client with the bug. */
async function faulty(bug, index) {
  if (bug.file) return loadOurs(plant(`bug_${index}`, bug));
  const Ours = await loadOurs();
  return class extends Ours {
    constructor(options) {
      const { webSocketConstructor } = options;
      super({ ...options, webSocketConstructor: faultySocket(webSocketConstructor, bug) });
    }
  };
}

for (const [index, bug] of BUGS.entries()) {
  test(`found: ${bug.name}`, async () => {
    const clients = { official: Official, ours: await faulty(bug, index) };
    const found = await runMany({ clients, seed: 1, count: MOST });
    assert.ok(found, `${MOST} scripts did not find it`);
  });
}
