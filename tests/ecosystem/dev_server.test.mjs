// Vite's dev server with the recipe of docs/migration.md: packages that it bundles ahead, one by one, share one
// Lentil and have nothing of npm convex's client.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createServer } from "vite";
import { within } from "../support/deadline.mjs";
import { folderWith, recipe } from "./recipes.mjs";

const MAIN = ["convex/react", "convex/browser", "convex-helpers/react", "@convex-dev/auth/react"]
  .map((name) => `import "${name}";`)
  .join("\n");

const FILES = {
  "vite.config.ts": recipe("vite.config.ts"),
  "index.html": '<script type="module" src="/main.ts"></script>',
  "main.ts": MAIN,
};

/** The sources of everything that was bundled ahead, each as often as it is in a bundle. */
async function bundledAhead(root, cacheDir) {
  const configFile = join(root, "vite.config.ts");
  const server = await createServer({ root, cacheDir, configFile, logLevel: "error" });
  await server.listen(0);
  try {
    const [origin] = server.resolvedUrls.local;
    const main = await (await fetch(new URL("main.ts", origin))).text();
    const bundles = [...main.matchAll(/import "([^"]+)"/g)].map(
      ([, path]) => new URL(path, origin),
    );
    const answers = await Promise.all(bundles.map((bundle) => fetch(bundle)));
    assert.deepEqual(
      answers.map(({ status }) => status),
      Array(4).fill(200),
    );
  } finally {
    await server.close();
  }
  const folder = join(cacheDir, "deps");
  const maps = readdirSync(folder).filter((name) => name.endsWith(".map"));
  return maps.flatMap((name) => JSON.parse(readFileSync(join(folder, name), "utf8")).sources ?? []);
}

test("packages bundled ahead share one Lentil", async () => {
  const sources = await within("the bundles", bundledAhead(folderWith(FILES), folderWith({})));
  const hooks = sources.filter((path) => path.endsWith("/lentil/dist/react/convex_provider.js"));
  assert.equal(hooks.length, 1);
  assert.deepEqual(
    sources.filter((path) => /\/convex\/(dist\/esm|src)\/(react|browser)\//.test(path)),
    [],
  );
});
