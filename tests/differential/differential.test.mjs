// Lentil and npm convex do the same, but for the named differences.
//
// `DIFFERENTIAL_SEED=n` runs one script; `DIFFERENTIAL_COUNT=n` as many from the usual seed on.

import assert from "node:assert/strict";
import { test } from "node:test";
import { textOf } from "../architecture/tree.mjs";
import { loadOurs, Official } from "./clients.mjs";
import { RULES } from "./rules.mjs";
import { explain, runMany } from "./run.mjs";
import { Tally } from "./tally.mjs";

const SEED = 1;
const COUNT = 3_000;

const only = process.env.DIFFERENTIAL_SEED;
const count = Number(process.env.DIFFERENTIAL_COUNT ?? COUNT);

test("random scripts find nothing but the named differences", async (t) => {
  const seed = Number(only ?? SEED);
  t.diagnostic(`seed ${seed}`);
  const clients = { official: Official, ours: await loadOurs() };
  const tally = new Tally();
  const found = await runMany({ clients, seed, count: only ? 1 : count, tally });
  if (found) assert.fail(await explain(found, clients));
  tally.print((text) => t.diagnostic(text));
  if (!only && count >= COUNT) assert.deepEqual(tally.missing, []);
});

test("each rule stands for a named difference", () => {
  const named = textOf("docs/differences.md");
  const unnamed = RULES.filter(({ difference }) => !named.includes(`| ${difference}`));
  assert.deepEqual(unnamed, []);
});
