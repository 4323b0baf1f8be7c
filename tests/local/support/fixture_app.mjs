// An app of a test's own: the deployment's fixture app in a temporary folder, for the test to change.
// Owns the folder. Leaves running it to support/deployment.mjs.

import { cp, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder } from "../../support/cleanup.mjs";
import { ROOT } from "../../support/paths.mjs";

const FIXTURE = join(ROOT, "local", "tests", "fixtures", "app");

/** `files` go over those of the fixture: text by path under the app's folder. */
export async function fixtureApp(files = {}) {
  const { path, remove } = await temporaryFolder("app");
  await cp(FIXTURE, path, { recursive: true });
  await symlink(join(ROOT, "node_modules"), join(path, "node_modules"));
  const app = {
    path,
    remove,
    write: (file, text) => writeFile(join(path, file), text),
    delete: (file) => rm(join(path, file)),
  };
  for (const [file, text] of Object.entries(files)) await app.write(file, text);
  return app;
}
