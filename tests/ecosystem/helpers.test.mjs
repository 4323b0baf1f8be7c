// convex-helpers, which imports convex/react itself: results with a status, cached queries and pages, sessions.

import "./screen.mjs";
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { within } from "../support/deadline.mjs";
import { startBackend } from "./backend.mjs";
import { openOnScreen } from "./screen.mjs";
import { clientsOf, pageOf, wirings } from "./wirings.mjs";

let backend;

before(async () => {
  backend = await startBackend();
});

after(() => backend?.close());

for (const wiring of wirings) {
  test(`convex-helpers, ${wiring}`, async () => {
    const { open, clients } = await within("the bundle", pageOf("pages/helpers.tsx", wiring));
    assert.deepEqual(clients, clientsOf(wiring));
    const page = openOnScreen(open, { url: backend.url, name: wiring });
    try {
      await page.shows("status", "success 0");
      await page.shows("failed", "error ConvexError true");
      await page.shows("skipped", "pending");
      await page.shows("cached", "first undefined now 0 Exhausted false");
      page.click("add");
      await page.shows("status", "success 1");
      await page.shows("cached", "first undefined now 1 Exhausted true");
      page.click("toggle");
      await page.shows("cached", "closed");
      page.click("toggle");
      await page.shows("cached", "first 1 now 1 Exhausted true");
      await page.shows("notes", "");
      page.click("note");
      await page.shows("notes", "one");
    } finally {
      await page.leave();
    }
    const again = openOnScreen(open, { url: backend.url, name: wiring });
    await again.shows("notes", "one");
    await again.leave();
  });
}
