// Lists in pages of Lentil and of npm convex do the same, but for the named differences.
//
// `PAGINATION_SEED=n` runs one script; `PAGINATION_COUNT=n` as many from the usual seed on.

import assert from "node:assert/strict";
import { test } from "node:test";
import { textOf } from "../architecture/tree.mjs";
import { loadOurs, official } from "./faces.mjs";
import { RULES } from "./rules.mjs";
import { explain, runMany } from "./run.mjs";
import { Tally } from "./tally.mjs";

const SEED = 1;
const COUNT = 1_200;

const only = process.env.PAGINATION_SEED;
const count = only ? 1 : Number(process.env.PAGINATION_COUNT ?? COUNT);

test("random scripts about lists in pages find nothing but the named differences", async (t) => {
  const seed = Number(only ?? SEED);
  t.diagnostic(`seed ${seed}, ${count} scripts`);
  const kits = { official, ours: await loadOurs() };
  const tally = new Tally();
  const found = await runMany({ kits, seed, count, tally });
  if (found) assert.fail(await explain(found, kits));
  tally.print((text) => t.diagnostic(text));
  if (count >= COUNT) assert.deepEqual(tally.missing, []);
});

test("each rule stands for a named difference", () => {
  const named = textOf("docs/differences.md");
  const unnamed = RULES.filter(({ difference }) => !named.includes(`| ${difference}`));
  assert.deepEqual(unnamed, []);
});
