// @convex-dev/react-query: Convex queries and actions in the cache of TanStack Query, on a page.

import "./screen.mjs";
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBackend } from "./backend.mjs";
import { openOnScreen } from "./screen.mjs";
import { clientsOf, pageOf, wirings } from "./wirings.mjs";

let backend;

before(async () => {
  backend = await startBackend();
});

after(() => backend?.close());

for (const wiring of wirings) {
  test(`@convex-dev/react-query, ${wiring}`, async () => {
    const { open, clients } = await pageOf("pages/tanstack.tsx", wiring);
    assert.deepEqual(clients, clientsOf(wiring));
    const page = openOnScreen(open, { url: backend.url, name: wiring });
    try {
      await page.shows("value", "success 0");
      await page.shows("failed", "error ConvexError");
      await page.shows("doubled", "success 42");
      assert.equal(page.textOf("mutation"), "idle");
      page.click("add");
      await page.shows("value", "success 1");
      await page.shows("mutation", "success");
    } finally {
      await page.leave();
    }
  });
}
