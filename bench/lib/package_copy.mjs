// A folder in which a built package is installed as an app has it, beside npm convex.
// A copy: a build that runs meanwhile changes nothing under our hands.

import { cp, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder } from "../../tests/support/cleanup.mjs";
import { ROOT } from "../../tests/support/paths.mjs";

/** `folder` holds the package's package.json and dist/. */
export async function installCopy(folder) {
  const { path } = await temporaryFolder("bench-package");
  const home = join(path, "node_modules", "lentil");
  await mkdir(home, { recursive: true });
  await cp(join(folder, "package.json"), join(home, "package.json"));
  await cp(join(folder, "dist"), join(home, "dist"), { recursive: true });
  await symlink(join(ROOT, "node_modules", "convex"), join(path, "node_modules", "convex"));
  return path;
}
