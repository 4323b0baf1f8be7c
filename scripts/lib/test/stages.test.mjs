// Every test is run by a stage of `npm test`, and CONTRIBUTING.md lists the stages in their order.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { filesBelow } from "../build/stamps.mjs";
import { inRepo } from "../repo.mjs";
import { stages } from "./stages.mjs";

test("every test that node runs belongs to one stage", () => {
  const tests = ["tests", "scripts"].flatMap((folder) => filesBelow(inRepo(folder)));
  const runs = stages().map(({ commands }) => new Set(commands.flat()));
  const isTest = (path) => path.endsWith(".test.mjs") && !path.includes("node_modules");
  assert.deepEqual(
    tests.filter((path) => isTest(path) && runs.filter((run) => run.has(path)).length !== 1),
    [],
  );
});

test("CONTRIBUTING.md lists every stage, in the order in which they run", () => {
  const [, table] = readFileSync(inRepo("CONTRIBUTING.md"), "utf8").split("## Stages of");
  const rows = [...table.split("\n## ")[0].matchAll(/^\| (`.*?`) \|/gm)].map(([, names]) => names);
  const listed = rows.flatMap((names) => [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  assert.deepEqual(
    listed,
    stages().map(({ name }) => name),
  );
});
