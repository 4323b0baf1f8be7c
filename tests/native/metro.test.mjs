// An app of React Native: bundled by Metro with React Native's own preset, run where there is no WebAssembly.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { createContext, runInContext } from "node:vm";
import Metro from "metro";
import { ROOT } from "../support/paths.mjs";

const HERE = join(ROOT, "tests", "native");
const APP = join(HERE, "app");

/** With what React Native's defaults set beyond Metro's own, and by itself: nothing is kept or watched. */
async function bundle({ dev, readsExports }) {
  const config = await Metro.loadConfig({ cwd: APP });
  const resolver = {
    ...config.resolver,
    useWatchman: false,
    resolverMainFields: ["react-native", "browser", "main"],
    unstable_conditionNames: ["react-native"],
    unstable_enablePackageExports: readsExports,
  };
  const more = { projectRoot: APP, watchFolders: [HERE], cacheStores: [], maxWorkers: 1 };
  const reporter = { update() {} };
  const { code } = await Metro.runBuild(
    { ...config, ...more, resolver, reporter },
    { entry: "index.js", dev, minify: false, platform: "ios" },
  );
  return code;
}

/** What the app has seen, and what it was warned of. */
function run(code) {
  const warnings = [];
  const console = { ...globalThis.console, warn: (text) => warnings.push(text) };
  const context = createContext({ console, setTimeout, clearTimeout });
  runInContext("delete globalThis.WebAssembly", context);
  runInContext(code, context);
  return { seen: JSON.parse(JSON.stringify(context.seen)), warnings };
}

const SEEN = {
  areConvexs: [true, true],
  alsoByRequire: true,
  ours: ["function", "string", "function"],
  client: "https://happy-otter-123.convex.cloud",
};

for (const [name, readsExports] of [
  ["by exports", true],
  ["by folders, as before Metro 0.82", false],
]) {
  test(`Metro bundles convex/react for lentil/react, ${name}, without the core`, async () => {
    const code = await bundle({ dev: false, readsExports });
    assert.doesNotMatch(code, /WebAssembly/);
    assert.deepEqual(run(code), { seen: SEEN, warnings: [] });
  });
}

test("in development the app is told, once", async () => {
  const { seen, warnings } = run(await bundle({ dev: true, readsExports: true }));
  assert.deepEqual(seen, SEEN);
  assert.equal(warnings.length, 1);
  assert.match(warnings[0], /^Lentil: React Native does not run/);
});
