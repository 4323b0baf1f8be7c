// The packed package (LENTIL_TARBALL) before those who know how packages go wrong: publint, of what package.json promises,
// and attw (Are The Types Wrong), of the types that each kind of resolution finds.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { ROOT } from "../support/paths.mjs";

const tarball = process.env.LENTIL_TARBALL;
assert.ok(tarball, "LENTIL_TARBALL names the packed package; run: npm test -- --only tarball");

/** The doors to a wasm file, which has no types: what it is to an import only the app's bundler knows. */
const WITHOUT_TYPES = ["wasm", "wasm-http"];

test("publint finds nothing, be it a suggestion", async () => {
  const { buffer } = readFileSync(tarball);
  const { messages, pkg } = await publint({ pack: { tarball: buffer }, strict: true });
  assert.equal(pkg.name, "lentil");
  assert.deepEqual(
    messages.map((message) => formatMessage(message, pkg, { color: false })),
    [],
  );
});

test("attw finds types for require, import, bundlers and resolution without exports", () => {
  const attw = join(ROOT, "node_modules", "@arethetypeswrong", "cli", "dist", "index.js");
  const args = [tarball, "--format", "json", "--exclude-entrypoints", ...WITHOUT_TYPES];
  const { stdout, stderr } = spawnSync(process.execPath, [attw, ...args], { encoding: "utf8" });
  const { analysis, problems } = JSON.parse(stdout || `"${stderr}"`);
  assert.deepEqual(problems, {});
  const looked = Object.keys(analysis.entrypoints).map((door) => door.replace(/^\.\//, ""));
  const { exports } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const doors = Object.keys(exports).map((door) => door.replace(/^\.\//, ""));
  assert.deepEqual(looked.concat(WITHOUT_TYPES).sort(), doors.sort());
});
