// An app that has the packed package (LENTIL_TARBALL), its peers and what it depends on, outside the
// repository, and programs run in it by Node. All but the package are the repository's own, linked.

import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { temporaryFolder } from "../support/cleanup.mjs";
import { ROOT } from "../support/paths.mjs";

const OTHERS = ["convex", "react", "react-dom", "@types/react", "@auth0", "ws"];
const run = promisify(execFile);

export async function installApp() {
  const tarball = process.env.LENTIL_TARBALL;
  assert.ok(tarball, "LENTIL_TARBALL names the packed package; run: npm test -- --only tarball");
  const folder = await temporaryFolder("app");
  const inModules = (...names) => join(folder.path, "node_modules", ...names);
  mkdirSync(inModules("lentil"), { recursive: true });
  mkdirSync(inModules("@types"));
  execFileSync("tar", ["-xzf", tarball, "-C", inModules("lentil"), "--strip-components=1"]);
  for (const name of OTHERS) symlinkSync(join(ROOT, "node_modules", name), inModules(name));
  const write = (name, text) => writeFileSync(join(folder.path, name), text);
  return {
    write,
    folder: folder.path,
    remove: folder.remove,
    manifest: JSON.parse(readFileSync(inModules("lentil", "package.json"), "utf8")),
    /** What a program that prints JSON has printed. */
    async outputOf(name, text, env = {}) {
      write(name, text);
      const options = { cwd: folder.path, env: { ...process.env, ...env } };
      const { stdout } = await run(process.execPath, [name], options);
      return JSON.parse(stdout);
    },
    /** What TypeScript has to say of the app; empty when nothing. */
    async typeErrors() {
      const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
      const result = run(process.execPath, [tsc, "-p", folder.path]);
      return await result.then(
        () => "",
        (error) => error.stdout,
      );
    },
  };
}
