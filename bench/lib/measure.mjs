// One run: a fresh page of one column plays one workload. A number counts only if the page shows the last state.
// Owns the order of things and the checks. Leaves what is played to plays/, repetition to compare.mjs.

import { openPage } from "./browser.mjs";
import { OURS } from "./columns.mjs";
import { stepsOf } from "./lines.mjs";
import { playEdits } from "./plays/edits.mjs";
import { playLive } from "./plays/live.mjs";
import { playMarked } from "./plays/marked.mjs";
import { playPaced } from "./plays/paced.mjs";
import { Session } from "./session.mjs";

const PLAYS = { paced: playPaced, edits: playEdits, live: playLive, marked: playMarked };

export async function measureRun({ browser, site, column, script }) {
  const { workload } = script;
  const session = site.expect(new Session(script, { isHeld: workload.isLoad }));
  const tab = await openPage(browser, workload.line);
  try {
    await tab.page.goto(addressOf(site, column, workload));
    await session.subscribed();
    await tab.page.waitForFunction(isReady, workload.ready);
    const spent = await PLAYS[workload.play ?? "paced"](tab, session, workload);
    await checkShown(tab, script, column);
    if (IS_EXACT.includes(column.name)) checkRendered(spent, workload);
    const code = site.bytesOf(column.name, workload.page);
    return { ...spent, code, digest: session.digest, bytes: session.bytes };
  } catch (error) {
    const page = tab.faults.join("; ") || "no errors";
    throw new Error(`${workload.name}, ${column.name}: ${error.stack} (page: ${page})`);
  } finally {
    await tab.close();
  }
}

/** The columns whose lists and rows are rendered as they say themselves; `rows` renders its lists less. */
const IS_EXACT = [OURS, "worker"];

const isReady = (count) => globalThis.bench.countOfCells() === count;

const addressOf = (site, column, { page, name, count = 0, shape = "" }) =>
  `${site.url}/${column.name}/${page}?workload=${name}&count=${count}&shape=${shape}`;

async function checkShown({ page, faults }, script, { name }) {
  const shown = await page.evaluate(() => globalThis.bench.cells());
  if (JSON.stringify(shown) !== JSON.stringify(script.shown)) {
    throw new Error(`the page of ${name} does not show the last state`);
  }
  if (faults.length > 0) throw new Error(`the page of ${name} reported errors`);
}

/** What changed is rendered, and nothing else. */
function checkRendered({ rows, lists }, workload) {
  for (const [what, count, perStep] of [
    ["rows", rows, workload.rowsPerStep],
    ["lists", lists, workload.listsPerStep],
  ]) {
    const wanted = perStep * stepsOf(workload);
    if (perStep !== undefined && count !== wanted) {
      throw new Error(`${count} ${what} were rendered where ${wanted} changed`);
    }
  }
}
