// The harness itself: its proofs fail where something is amiss, nothing that was not proved passes for proved, and
// docs/runtimes.md has the rows that the matrix has.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { prove } from "./app/proof/checks.js";
import { checked } from "./lib/context.mjs";
import { RUNTIMES_PAGE } from "./lib/docs_page.mjs";
import { proofIn, readProof } from "./lib/pages.mjs";
import { cellsOf } from "./lib/table.mjs";
import { consumers } from "./matrix.mjs";

/** A client that keeps lines as it should, unless `change` has a way of its own to hand one over. */
function fakeCalls({ live = same, mutation = same, once = same }) {
  const lines = [];
  let tell;
  return {
    follow(_run, onList) {
      tell = onList;
      onList([]);
    },
    async add({ text, count }) {
      lines.push({ text, count });
      tell(lines.map(live));
      return mutation({ text, count });
    },
    fetchOnce: async () => lines.map(once),
  };
}

const same = (line) => line;
const inexact = (line) => ({ ...line, count: BigInt(Number(line.count)) });
const asNumber = (line) => ({ ...line, count: Number(line.count) });
const inAscii = (line) => ({ ...line, text: line.text.replace(/[^ -~]/gu, "?") });

test("a client that does it all proves it all", async () => {
  const { proved } = await prove(fakeCalls({}));
  assert.deepEqual(proved.sort(), ["live", "mutation", "one-shot", "values"]);
});

for (const way of ["live", "mutation", "once"]) {
  for (const [what, change] of Object.entries({ inexact, asNumber, inAscii })) {
    test(`a value that arrives ${what} fails: ${way}`, async () => {
      await assert.rejects(prove(fakeCalls({ [way]: change })), /is not what was sent/);
    });
  }
}

test("what is not proved needs a reason", () => {
  assert.throws(() => checked({ proved: ["live"] }), /not proved: mutation, one-shot, values/);
  assert.throws(() => checked({ proved: ["live"], notes: "prose" }), /not proved: mutation/);
  const lacks = { "one-shot": "why", values: "why" };
  assert.throws(() => checked({ proved: ["live"], lacks }), /not proved: mutation$/);
  assert.throws(
    () => checked({ proved: ["live", "mutation", "values"], lacks }),
    /not lacking: values/,
  );
  const result = checked({ proved: ["mutation", "live"], lacks, notes: "prose" });
  assert.deepEqual(result.proved, ["live", "mutation"]);
  assert.equal(cellsOf(result).at(-1), "ran; without one-shot, values: why; prose");
});

test("an error in the place of a proof is an error", () => {
  assert.throws(() => readProof('{"error":"broke"}'), /broke/);
  assert.throws(() => proofIn("1 passed"), /no proof was printed/);
});

const all = await consumers();

test("every folder of consumers/ is in the matrix, once", () => {
  const folders = readdirSync(new URL("./consumers", import.meta.url));
  assert.deepEqual(all.map(({ folder }) => folder).sort(), folders.sort());
});

test("docs/runtimes.md has every row of the matrix", () => {
  const rows = all.flatMap((consumer) =>
    [...consumer.rows, ...(consumer.cannot ?? [])].map(({ name }) => [consumer.name, name]),
  );
  const page = readFileSync(RUNTIMES_PAGE, "utf8");
  const written = [...page.matchAll(/^\| (.*?) \| (.*?) \| (.*?) \|/gm)].slice(2);
  const shown = rows.map(([consumer, row]) => cellsOf({ consumer, row }));
  assert.deepEqual(
    written.map(([, name, , row]) => [name, row]),
    shown.map(([name, , row]) => [name, row]),
  );
});
