// What an app's bundler takes from the packed package for the names that the app imports: no page pays
// for a client, or for a role of the core, that it does not use.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { installApp } from "./installed_app.mjs";

let app;

before(async () => {
  app = await installApp();
});

after(async () => {
  await app?.remove();
});

/** The package's files that end up in a browser's bundle of `names`, as paths from `dist/`; of more than one entry by `more`. */
async function filesFor(names, entry, more = "") {
  const { metafile } = await build({
    stdin: { contents: `export { ${names} } from "${entry}";${more}`, resolveDir: app.folder },
    bundle: true,
    write: false,
    format: "esm",
    splitting: true,
    outdir: "out",
    platform: "browser",
    metafile: true,
    external: ["react", "react/*"],
    logLevel: "silent",
  });
  const entryPath = Object.keys(metafile.outputs).find((path) => metafile.outputs[path].entryPoint);
  const taken = loadedAtOnce(metafile.outputs, entryPath).flatMap((path) =>
    Object.entries(metafile.outputs[path].inputs).filter(
      ([, { bytesInOutput }]) => bytesInOutput > 0,
    ),
  );
  return taken.flatMap(([path]) => /lentil\/dist\/(.*)$/.exec(path)?.[1] ?? []);
}

/** A chunk and all that it imports; what it may load later is not paid for at once. */
function loadedAtOnce(outputs, path, found = new Set()) {
  if (found.has(path)) return [];
  found.add(path);
  const needed = outputs[path].imports.filter(({ kind, external }) => {
    return kind === "import-statement" && !external;
  });
  return [path, ...needed.flatMap((each) => loadedAtOnce(outputs, each.path, found))];
}

const SYNC_CORE = "wasm/client_text.js";
const HTTP_CORE = "wasm/http_text.js";
const cores = (files) => files.filter((file) => file === SYNC_CORE || file === HTTP_CORE);
const clients = (files) => files.filter((file) => file.startsWith("js/clients/"));

test("an app of lentil/react carries no client of lentil/browser", async () => {
  const files = await filesFor("ConvexReactClient, ConvexProvider, useQuery", "lentil/react");
  assert.deepEqual([cores(files), clients(files)], [[SYNC_CORE], []]);
});

test("an app of useQuery and useMutation carries no pagination, no useQueries, no rows and nothing of signing in", async () => {
  const names = "ConvexReactClient, ConvexProvider, useQuery, useMutation";
  const files = await filesFor(names, "lentil/react");
  const extra =
    /pagina|page_state|queries|_rows?\.|row_|auth_|with_auth|_experimental|subscription/;
  assert.deepEqual(
    files.filter((file) => extra.test(file) && file !== "js/browser/auth_source.js"),
    [],
  );
});

test("nothing of lentil/testing is in an app, and its own tests need no HTTP", async () => {
  const names = "ConvexReactClient, ConvexProvider, useQuery, useMutation, ConvexProviderWithAuth";
  for (const [entry, all] of [
    ["lentil/react", names],
    ["lentil/browser", "ConvexClient, ConvexHttpClient"],
    ["lentil/nextjs", "fetchQuery, fetchQueries"],
  ]) {
    const files = await filesFor(all, entry);
    assert.deepEqual(
      files.filter((file) => file.includes("testing")),
      [],
    );
  }
  const ofTests = await filesFor("createTestConvex, TestConvexProvider", "lentil/testing");
  assert.deepEqual([cores(ofTests), clients(ofTests)], [[SYNC_CORE], []]);
});

test("ConvexHttpClient comes without the live clients and their core", async () => {
  const files = await filesFor("ConvexHttpClient", "lentil/browser");
  assert.deepEqual([cores(files), clients(files)], [[HTTP_CORE], ["js/clients/http_client.js"]]);
});

test("ConvexClient and BaseConvexClient come without HTTP and without ws", async () => {
  const files = await filesFor("ConvexClient, BaseConvexClient", "lentil/browser");
  assert.deepEqual(cores(files), [SYNC_CORE]);
  const strangers = ["js/clients/http_client.js", "js/clients/index_node.js"];
  assert.deepEqual(
    clients(files).filter((file) => strangers.includes(file)),
    [],
  );
});

test("lentil/slim with the hooks of lentil/react carries no core, and no client but its own", async () => {
  const hooks = `export { ConvexProvider, useQuery, useMutation } from "lentil/react";`;
  const files = await filesFor("ConvexReactClient, initLentil", "lentil/slim", hooks);
  assert.deepEqual([cores(files), clients(files)], [[], []]);
  const others = ["js/wasm/decode.js", "js/browser/core_host.js", "wasm/http_bg.js"];
  assert.deepEqual(
    files.filter((file) => others.includes(file)),
    [],
  );
  assert.ok(files.includes("wasm/client_bg.js"));
});

test("lentil/worker with the hooks of lentil/react carries the core once, as text, and runs none on the page", async () => {
  const hooks = `export { ConvexProvider, useQuery, useMutation } from "lentil/react";`;
  const files = await filesFor("ConvexReactClient", "lentil/worker", hooks);
  assert.deepEqual([cores(files), clients(files)], [[SYNC_CORE], []]);
  const others = ["wasm/client_bg.js", "js/wasm/compile.js", "js/browser/core_host.js"];
  assert.deepEqual(
    files.filter((file) => others.includes(file)),
    [],
  );
  assert.ok(files.includes("js/worker/script_text.js"));
});

test("what carries no code costs nothing", async () => {
  assert.deepEqual(cores(await filesFor("convexQueryOptions", "lentil/browser")), []);
});
