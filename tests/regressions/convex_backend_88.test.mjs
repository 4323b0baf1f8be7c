// get-convex/convex-backend#88: a result that is equal is another object each time, so effects run again for nothing.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { cleanup } from "@testing-library/react";
import { useEffect } from "react";
import { act, lentil, npm, rigOf } from "../hooks/rig.mjs";
import { sign } from "./rig.mjs";

afterEach(cleanup);

/** How often an effect on `part` of the rows runs when `happen` has happened. */
async function runs(hooks, part, happen) {
  const app = { rows: [{ text: "a" }, { text: "b" }], query: () => app.rows };
  const rig = rigOf(hooks, app);
  let count = 0;
  rig.show(() => {
    const seen = part(rig.hooks.useQuery("m:rows"));
    useEffect(() => {
      if (seen !== undefined) count++;
    }, [seen]);
  });
  await rig.settle();
  assert.equal(count, 1);
  await act(async () => happen(rig, app));
  await rig.settle();
  return count;
}

/** The server answers again what it had answered. */
function reconnect({ server }) {
  server.drop();
  sign("online");
}

const all = (rows) => rows;
test("npm convex: after a reconnect, an effect on an equal result runs again", async () => {
  assert.equal(await runs(npm, all, reconnect), 2);
});

test("Lentil: after a reconnect, an effect on an equal result does not run", async () => {
  assert.equal(await runs(lentil, all, reconnect), 1);
});

function changeTheOther({ server }, app) {
  app.rows = [{ text: "a" }, { text: "c" }];
  server.change();
}

const first = (rows) => rows?.[0];
test("npm convex: when one row changes, an effect on another row runs again", async () => {
  assert.equal(await runs(npm, first, changeTheOther), 2);
});

test("Lentil: when one row changes, an effect on another row does not run", async () => {
  assert.equal(await runs(lentil, first, changeTheOther), 1);
});
