// Edits with an optimistic update, one after the other: how long from the call until a layout effect sees it.

import { median } from "../statistics.mjs";

export async function playEdits(tab, _session, { edits }) {
  const before = await tab.read();
  const times = await tab.page.evaluate((list) => globalThis.bench.edit(list), edits);
  const after = await tab.read();
  return {
    commit: median(times),
    rows: after.rows - before.rows,
    task: after.task - before.task,
    script: after.script - before.script,
  };
}
