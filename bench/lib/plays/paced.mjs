// Plays a script step by step and reads what that took of the main thread.

import { within } from "../../../tests/support/deadline.mjs";
import { collectGarbage } from "../browser.mjs";

/** A deadline for all steps together; each has its own. */
const WHOLE_MS = 600_000;

export async function playPaced(tab, session, { textsPerStep }) {
  session.prepare();
  await tab.page.evaluate(
    (perStep) =>
      perStep === undefined
        ? globalThis.bench.paceByElements()
        : globalThis.bench.paceByTexts(perStep),
    textsPerStep,
  );
  await collectGarbage(tab);
  const before = await tab.read();
  await within("the page to show everything", session.play(), WHOLE_MS);
  const after = await tab.read();
  await collectGarbage(tab);
  const { heap, wasm } = await tab.read();
  return {
    task: after.task - before.task,
    script: after.script - before.script,
    rows: after.rows - before.rows,
    lists: after.lists - before.lists,
    heap,
    wasm,
  };
}
