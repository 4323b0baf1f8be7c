// Plays a script whose steps also change a mark on the page, and counts the components that rendered besides.
// With `isReconnect` the connection ends first: the server sends everything again, and then the mark changes.

import { within } from "../../../tests/support/deadline.mjs";

export async function playMarked(tab, session, { isReconnect }) {
  const before = await tab.read();
  if (isReconnect) {
    session.drop();
    await session.subscribed(2);
  }
  await tab.page.evaluate(() => globalThis.bench.paceByMark());
  session.prepare();
  await within("the page to show the last mark", session.play());
  const after = await tab.read();
  return {
    rows: after.rows - before.rows,
    lists: after.lists - before.lists,
    task: after.task - before.task,
    script: after.script - before.script,
  };
}
