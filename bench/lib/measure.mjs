// One run: a fresh page of one column plays one workload. A number counts only if the page shows the last state.
// Owns the order of things and the checks. Leaves repetition and comparison to compare.mjs.

import { within } from "../../tests/support/deadline.mjs";
import { collectGarbage, openPage } from "./browser.mjs";
import { Session } from "./session.mjs";

export async function measureRun({ browser, site, column, script }) {
  const { workload } = script;
  const session = site.expect(new Session(script, { isHeld: workload.isLoad }));
  const tab = await openPage(browser);
  try {
    await tab.page.goto(addressOf(site, column, workload));
    await session.subscribed();
    await cellsAre(tab, workload.ready);
    const spent = await playMeasured(tab, session, workload);
    await checkShown(tab, script, column);
    return { ...spent, digest: session.digest, bytes: session.bytes };
  } catch (error) {
    const page = tab.faults.join("; ") || "no errors";
    throw new Error(`${workload.name}, ${column.name}: ${error.message} (page: ${page})`);
  } finally {
    await tab.close();
  }
}

const addressOf = (site, column, { page, name, count = 0 }) =>
  `${site.url}/${column.name}/${page}?workload=${name}&count=${count}`;

async function cellsAre({ page }, count) {
  const isThere = (wanted) => globalThis.bench.countOfCells() === wanted;
  await page.waitForFunction(isThere, count);
}

async function playMeasured(tab, session, workload) {
  session.prepare();
  await tab.page.evaluate(
    (perStep) =>
      perStep === undefined
        ? globalThis.bench.paceByElements()
        : globalThis.bench.paceByTexts(perStep),
    workload.textsPerStep,
  );
  await collectGarbage(tab);
  const before = await readAll(tab);
  await within("the page to show everything", session.play());
  const after = await readAll(tab);
  await collectGarbage(tab);
  const { heap, wasm } = await readAll(tab);
  return {
    task: after.task - before.task,
    script: after.script - before.script,
    rows: after.rows - before.rows,
    lists: after.lists - before.lists,
    heap,
    wasm,
  };
}

async function readAll(tab) {
  const counted = await tab.page.evaluate(() => ({
    rows: globalThis.bench.rows,
    lists: globalThis.bench.lists,
    wasm: globalThis.bench.wasmBytes(),
  }));
  return { ...counted, ...(await tab.counters()) };
}

async function checkShown({ page, faults }, script, { name }) {
  const shown = await page.evaluate(() => globalThis.bench.cells());
  if (JSON.stringify(shown) !== JSON.stringify(script.shown)) {
    throw new Error(`the page of ${name} does not show the last state`);
  }
  if (faults.length > 0) throw new Error(`the page of ${name} reported errors`);
}
