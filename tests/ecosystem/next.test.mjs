// The recipe of docs/migration.md for Next.js: built by Turbopack, an app of convex/react and convex/nextjs has Lentil
// on its server and in the browser, also below convex-helpers and what @convex-dev/auth and /better-auth have for Next.js.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { within } from "../support/deadline.mjs";
import { ROOT } from "../support/paths.mjs";
import { startBackend } from "./backend.mjs";
import { folderWith, HERE, recipe } from "./recipes.mjs";

const BUILD_MS = 180_000;
const NEXT = join(HERE, "node_modules", "next", "dist", "bin", "next");

let backend;
let built;

before(async () => {
  backend = await startBackend();
  const app = folderWith({ "recipe.ts": recipe("next.config.ts") });
  cpSync(join(HERE, "next_app"), app, { recursive: true });
  await build(app);
  built = join(app, ".next");
});

after(() => backend?.close());

async function build(app) {
  const args = [NEXT, "build"];
  const env = { ...process.env, ...{ NEXT_TELEMETRY_DISABLED: "1", TURBOPACK_ROOT: ROOT } };
  env.NEXT_PUBLIC_CONVEX_URL = backend.url;
  await within(
    "next build",
    promisify(execFile)(process.execPath, args, { cwd: app, env }),
    BUILD_MS,
  );
}

/** The files that are in a part of the build, by its source maps. */
function sourcesIn(...part) {
  const folder = join(built, ...part);
  const maps = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".js.map"));
  return maps.flatMap((name) => {
    const map = JSON.parse(readFileSync(join(folder, name), "utf8"));
    return [map, ...(map.sections ?? []).map((section) => section.map)].flatMap(
      ({ sources }) => sources ?? [],
    );
  });
}

const OFFICIAL = /\/convex\/(dist\/esm|src)\/(react|browser|nextjs)\//;

for (const [where, part, file] of [
  ["the browser", ["static"], "dist/react/use_queries.js"],
  ["the server", ["server"], "dist/js/nextjs/index.js"],
]) {
  test(`${where} has Lentil's code, and none of npm convex's client`, () => {
    const sources = sourcesIn(...part);
    assert.ok(sources.some((path) => path.endsWith(`/lentil/${file}`)));
    assert.deepEqual(
      sources.filter((path) => OFFICIAL.test(path)),
      [],
    );
  });
}

test("the build has rendered what the deployment says", () => {
  const html = readFileSync(join(built, "server", "app", "index.html"), "utf8");
  assert.match(html, /<p>doubled 42<\/p><p>preloaded 0, live pending<\/p>/);
});
