// The named difference of lists in pages that shows only beside npm convex.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { loadOurs, official } from "./faces.mjs";
import { Side } from "./side.mjs";
import { STEPS } from "./steps.mjs";

let ours;
before(async () => {
  ours = await loadOurs();
});

/** What is shown of list 1 at the end of a script, by either package. */
async function shownAtLast(script) {
  const seen = [];
  for (const kit of [official, ours]) {
    const side = new Side(kit, script);
    await side.start();
    let observed;
    for (const step of script.steps) {
      await STEPS[step.kind](side, step);
      observed = await side.observe();
    }
    await side.stop();
    seen.push(observed.shown[1].rows);
  }
  return seen;
}

test("a helper for lists writes into one that is watched, not into one that was left", async () => {
  const given = { args: { channel: "a" }, initialNumItems: 2 };
  const [theirs, our] = await shownAtLast({
    face: "usePaginatedQuery",
    rows: 1,
    steps: [
      { kind: "watch", list: 0, given },
      { kind: "watch", list: 1, given },
      { kind: "put", key: 5.75, update: { helper: "insertAtTop" } },
      { kind: "drop" },
      { kind: "leave", list: 0 },
    ],
  });
  assert.deepEqual(theirs, ["1 by server"]);
  assert.deepEqual(our, ["5.75 by me", "1 by server"]);
});
