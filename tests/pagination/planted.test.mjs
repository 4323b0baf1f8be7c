// The random scripts about lists in pages prove themselves: each planted bug makes one of the first fail.

import assert from "node:assert/strict";
import { test } from "node:test";
import { plant } from "../differential/plant.mjs";
import { BUGS } from "./bugs.mjs";
import { loadOurs, official } from "./faces.mjs";
import { runMany } from "./run.mjs";

const MOST = 600;

for (const [index, bug] of BUGS.entries()) {
  test(`found: ${bug.name}`, async (t) => {
    const kit = await loadOurs(bug.file && plant(`pages_${index}`, bug));
    const ours = { ...kit, fault: bug.file ? undefined : bug };
    const found = await runMany({ kits: { official, ours }, seed: 1, count: MOST });
    assert.ok(found, `${MOST} scripts did not find it`);
    t.diagnostic(`by script ${found.seed}`);
  });
}
