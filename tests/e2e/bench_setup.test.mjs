// Promises of `npm run bench` in a fresh clone, by a copy without node_modules and an npm that only says that it was called.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmod, cp, mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../support/cleanup.mjs";
import { within } from "../support/deadline.mjs";
import { ROOT } from "../support/paths.mjs";

const NEEDED = [
  "bench",
  "scripts",
  "tests/support",
  "package.json",
  "package-lock.json",
  "Cargo.lock",
  "BENCHMARKS.md",
];
const CALLED = "npm was called";
const { path: clone } = await temporaryFolder("bench-clone");
await makeClone();

async function makeClone() {
  for (const part of NEEDED) {
    await cp(join(ROOT, part), join(clone, part), { recursive: true });
  }
  await mkdir(join(clone, "bin"));
  const npm = join(clone, "bin", "npm");
  await writeFile(npm, `#!/bin/sh\necho "${CALLED}: $*"\nexit 1\n`);
  await chmod(npm, 0o755);
}

/** `{code, stdout, stderr}` of the benchmark in the clone. */
function bench(...args) {
  const PATH = `${join(clone, "bin")}${delimiter}${process.env.PATH}`;
  const options = { cwd: clone, env: { ...process.env, PATH } };
  const ended = new Promise((done) => {
    const told = (error, stdout, stderr) => done({ code: error?.code ?? 0, stdout, stderr });
    execFile(process.execPath, [join(clone, "bench", "run.mjs"), ...args], options, told);
  });
  return within("the benchmark to end", ended);
}

test("a run installs what is missing before anything else, and says so", async () => {
  const { code, stdout, stderr } = await bench("--only", "counter");
  assert.equal(code, 1);
  assert.match(stdout, /npm ci in the repository root \(nothing is installed\)/);
  assert.match(stdout, new RegExp(`${CALLED}: ci `));
  assert.match(stderr, /^\[lentil\] npm ci [^\n]* failed \(exit 1\)\n$/);
});

for (const [option, output] of [
  ["--help", /^npm run bench -- /],
  ["--write-docs", /^$/],
]) {
  test(`${option} installs nothing and needs nothing that is installed`, async () => {
    const { code, stdout, stderr } = await bench(option);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, output);
    assert.ok(!stdout.includes(CALLED));
  });
}
