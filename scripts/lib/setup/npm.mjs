// npm packages of one folder: installed exactly as its lock file says, and only when they are not.

import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { run } from "../process.mjs";
import { readJson, root } from "../repo.mjs";
import { say } from "../say.mjs";

export async function setUpNpm(folder) {
  const missing = firstDifference(folder);
  if (!missing) return;
  say(`npm ci in ${relative(root, folder) || "the repository root"} (${missing})`);
  await run("npm", ["ci", "--no-audit", "--no-fund"], { cwd: folder });
}

/** Why the folder's node_modules is not what its lock file asks for, or null when it is. */
function firstDifference(folder) {
  const installedLock = join(folder, "node_modules", ".package-lock.json");
  if (!existsSync(installedLock)) return "nothing is installed";
  const installed = readJson(installedLock).packages;
  for (const [path, wanted] of Object.entries(
    readJson(join(folder, "package-lock.json")).packages,
  )) {
    // Packages for other platforms are in every lock file; linked folders are their own business.
    if (!path.startsWith("node_modules/") || wanted.optional) continue;
    if (!existsSync(join(folder, path))) return `${path} is missing`;
    if (!wanted.link && installed[path]?.version !== wanted.version) return `${path} is outdated`;
  }
  return null;
}
