// The package as an app has it: the packed tarball and convex, installed by npm into a folder outside
// the repository, without React. Gives the modules as that folder resolves them.

import { execFile } from "node:child_process";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { temporaryFolder } from "../support/cleanup.mjs";
import { ROOT } from "../support/paths.mjs";

const run = promisify(execFile);

const APP = `export * as lentil from "lentil/nextjs";
export * as browser from "lentil/browser";
export * as official from "convex/nextjs";
export { anyApi } from "convex/server";
export { ConvexError } from "convex/values";
`;

export async function installPackage() {
  const folder = await temporaryFolder("installed");
  const tarball = process.env.LENTIL_TARBALL ?? (await pack(folder.path));
  const app = join(folder.path, "app");
  const { devDependencies } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  const manifest = {
    private: true,
    type: "module",
    dependencies: { lentil: `file:${tarball}`, convex: devDependencies.convex },
  };
  await mkdir(app);
  await writeFile(join(app, "package.json"), JSON.stringify(manifest));
  await copyFile(join(ROOT, ".npmrc"), join(app, ".npmrc"));
  await run("npm", ["install", "--prefer-offline", "--ignore-scripts"], { cwd: app });
  await writeFile(join(app, "app.js"), APP);
  const modules = await import(pathToFileURL(join(app, "app.js")));
  return { ...modules, folder: app, remove: folder.remove };
}

async function pack(into) {
  const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", into];
  const { stdout } = await run("npm", args, { cwd: ROOT });
  return join(into, JSON.parse(stdout)[0].filename);
}
