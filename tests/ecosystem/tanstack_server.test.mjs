// @convex-dev/react-query where there is no page: what a server renders with is fetched over HTTP.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBackend } from "./backend.mjs";
import { pageOf, wirings } from "./wirings.mjs";

let backend;

before(async () => {
  backend = await startBackend();
});

after(() => backend?.close());

for (const wiring of wirings) {
  test(`@convex-dev/react-query on a server, ${wiring}`, async () => {
    const { fetched } = await pageOf("pages/tanstack.tsx", wiring);
    assert.deepEqual(await fetched({ url: backend.url, name: wiring }), [0, 42]);
  });
}
