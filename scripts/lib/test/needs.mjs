// What stages need built before they run, each made at most once: the built package, the embedded
// deployment, a packed tarball, a browser.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "../build.mjs";
import { buildLocalBinary } from "../local_binary.mjs";
import { capture } from "../process.mjs";
import { inTarget } from "../repo.mjs";
import { setUpBrowser } from "../setup.mjs";

const makers = {
  dist: build,
  local: buildLocalBinary,
  browser: setUpBrowser,
  tarball: packTarball,
};

/** Makes everything that the stages need; gives what could not be made, with the reason. */
export async function makeNeeds(stages) {
  const missing = new Map();
  const results = { tarball: null };
  for (const [need, make] of Object.entries(makers)) {
    if (!stages.some((stage) => stage.needs.includes(need))) continue;
    try {
      results[need] = await make();
    } catch (error) {
      missing.set(need, error.message);
    }
  }
  return { missing, tarball: results.tarball };
}

function packTarball() {
  const folder = inTarget("pack");
  mkdirSync(folder, { recursive: true });
  const options = ["--ignore-scripts", "--json", "--pack-destination", folder];
  const [{ filename }] = JSON.parse(capture("npm", ["pack", ...options]));
  return join(folder, filename);
}
