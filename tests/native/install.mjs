// Installs what these tests bundle with as the lock file says, and the packed Lentil (LENTIL_TARBALL) beside it, as an app
// has it. Run by `npm test` before the tests; nothing else needs these packages.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setUpNpm } from "../../scripts/lib/setup/npm.mjs";
import { ROOT } from "../support/paths.mjs";

const tarball = process.env.LENTIL_TARBALL;
assert.ok(tarball, "LENTIL_TARBALL names the packed package; run: npm test -- --only native");

const here = join(ROOT, "tests", "native");
await setUpNpm(here);

const lentil = join(here, "node_modules", "lentil");
rmSync(lentil, { recursive: true, force: true });
mkdirSync(lentil);
execFileSync("tar", ["-xzf", tarball, "-C", lentil, "--strip-components=1"]);
