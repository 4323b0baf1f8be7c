// A consumer as a project of its own: its files, the shared proof beside them, its packages and the packed Lentil, all
// installed by npm as a user installs them. Leaves to others: what is run in it (context.mjs).

import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { transform } from "esbuild";
import { capture } from "../../../scripts/lib/process.mjs";
import { inCache } from "../../../scripts/lib/repo.mjs";
import { setUpNpm } from "../../../scripts/lib/setup/npm.mjs";
import { ROOT } from "../../support/paths.mjs";

const HERE = join(ROOT, "tests", "packaging");
const PROOF = join(HERE, "app", "proof");

/** Stays from run to run in a project that is installed again. */
const KEPT = ["node_modules", "package-lock.json"];

/**
 * Where a consumer's project stays from run to run, one for each clone, in the cache of tools. Outside the repository:
 * bundlers look for packages and settings in all folders above.
 */
export function keptFolder(consumer) {
  const clone = createHash("sha256").update(ROOT).digest("hex").slice(0, 12);
  return inCache(`packaging-${clone}`, consumer.folder);
}

/**
 * Makes the project of a consumer in `folder`: its own files, over those of its `base` (a folder of the repository). The
 * folder may have it already: then only what differs is installed.
 */
export async function makeProject(consumer, { folder, tarball }) {
  const source = join(HERE, "consumers", consumer.folder);
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    if (!KEPT.includes(name)) rmSync(join(folder, name), { recursive: true, force: true });
  }
  if (consumer.base) copyProject(join(ROOT, consumer.base), folder);
  copyProject(join(source, "project"), folder);
  await copyProof(join(folder, consumer.proofIn ?? ".", "proof"));
  for (const name of ["package.json", "package-lock.json"]) {
    if (existsSync(join(source, name))) cpSync(join(source, name), join(folder, name));
    // That of a base is for the base's own package.json.
    else rmSync(join(folder, name), { force: true });
  }
  cpSync(join(ROOT, ".npmrc"), join(folder, ".npmrc"));
  await install(folder, tarball);
}

/** What of a project's folder is made by tools. */
const MADE = /(^|\/)(node_modules|dist|\.next|\.wrangler|\.lentil)(\/|$)/;

function copyProject(source, folder) {
  if (!existsSync(source)) return;
  cpSync(source, folder, {
    recursive: true,
    filter: (path) => !MADE.test(path.slice(source.length + 1)),
  });
}

/** As ES modules, and beside each the same for `require`. */
async function copyProof(folder) {
  cpSync(PROOF, folder, { recursive: true });
  for (const name of readdirSync(PROOF)) {
    const text = readFileSync(join(PROOF, name), "utf8");
    const { code } = await transform(text, { format: "cjs", platform: "node" });
    const required = code.replace(/require\("(\.[^"]*)\.js"\)/g, 'require("$1.cjs")');
    writeFileSync(join(folder, name.replace(/\.js$/, ".cjs")), required);
  }
}

/**
 * The packages that the lock file names, else the exact versions of package.json; then Lentil, with npm's own checks of
 * its peers.
 */
async function install(folder, tarball) {
  if (existsSync(join(folder, "package-lock.json"))) await setUpNpm(folder);
  else npm(folder, ["install", "--no-package-lock"]);
  rmSync(join(folder, "node_modules", "lentil"), { recursive: true, force: true });
  npm(folder, ["install", "--no-save", "--no-package-lock", tarball]);
}

const npm = (folder, args) =>
  capture("npm", [...args, "--prefer-offline", "--no-audit", "--no-fund"], { cwd: folder });

/** The version of a package that a project has. */
export const installedVersion = (folder, name) =>
  JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf8")).version;
