// Installs the packages of these tests as the lock file says, and the packed Lentil (LENTIL_TARBALL) beside
// them, as an app has it; Next.js is that of examples/nextjs. Run by `npm test` before the tests; nothing else needs these packages.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { setUpNpm } from "../../scripts/lib/setup/npm.mjs";
import { ROOT } from "../support/paths.mjs";
import { FOLDERS, HERE } from "./recipes.mjs";

const tarball = process.env.LENTIL_TARBALL;
assert.ok(tarball, "LENTIL_TARBALL names the packed package; run: npm test -- --only ecosystem");

await setUpNpm(HERE);
// What a run that was ended left behind; see folderWith.
rmSync(FOLDERS, { recursive: true, force: true });

const lentil = join(HERE, "node_modules", "lentil");
rmSync(lentil, { recursive: true, force: true });
mkdirSync(lentil);
execFileSync("tar", ["-xzf", tarball, "-C", lentil, "--strip-components=1"]);

const next = join(HERE, "node_modules", "next");
rmSync(next, { recursive: true, force: true });
symlinkSync(join(ROOT, "examples", "nextjs", "node_modules", "next"), next);
