// The harness itself: its proofs fail where something is amiss, nothing that was not proved passes for proved, and
// docs/runtimes.md has the rows and versions that the matrix has.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { prove } from "./app/proof/checks.js";
import { checked } from "./lib/context.mjs";
import { isUnforeseen, RUNTIMES_PAGE } from "./lib/docs_page.mjs";
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

/** The version that a consumer's package.json names, if it does. */
function pinOf({ folder, package: name, program }) {
  const path = new URL(`./consumers/${folder}/package.json`, import.meta.url);
  const { dependencies, devDependencies } = JSON.parse(readFileSync(path, "utf8"));
  return { ...dependencies, ...devDependencies }[name ?? program];
}

/** The cells that the page must have of each row: all but what only a run can say. */
function expectedRows() {
  const rowsOf = (consumer) => [
    ...consumer.rows.map(({ name }) => [consumer.name, pinOf(consumer), name]),
    ...(consumer.cannot ?? []).map(({ name }) => [consumer.name, "", name]),
  ];
  return all.flatMap(rowsOf);
}

test("docs/runtimes.md has every row of the matrix, in the version that is installed", () => {
  const page = readFileSync(RUNTIMES_PAGE, "utf8");
  const written = [...page.matchAll(/^\| (.*?) \| (.*?) \| (.*?) \|/gm)].slice(2);
  const expected = expectedRows();
  assert.deepEqual(
    written.map(([, name, version, row], at) => {
      // The Node that runs the tests is no package of a project.
      const isPinned = expected[at] === undefined || expected[at][1] !== undefined;
      return [name, isPinned ? version : undefined, row];
    }),
    expected,
  );
});

test("docs/runtimes.md is not written where a row failed, or did not run for want of something", () => {
  assert.equal(isUnforeseen({ failure: "broke" }), true);
  assert.equal(isUnforeseen({ notRun: "no Firefox" }), true);
  assert.equal(isUnforeseen({ notRun: "no edge runtime", mayNotRun: true }), false);
  assert.equal(isUnforeseen({ proved: ["live"] }), false);
});
