// Arrows between the layers only point down, as ARCHITECTURE.md draws them; and a fault that is planted
// in each layer is found. Leaves the rules to layers.mjs.

import assert from "node:assert/strict";
import { test } from "node:test";
import { forbiddenImports, forbiddenNames, RUST_RULES } from "./layers.mjs";
import { sourcesIn, textOf } from "./tree.mjs";

const scripts = sourcesIn("js/", "react/", "slim/", "worker/");
const rust = sourcesIn("src/", "local/").filter((path) => path.endsWith(".rs"));

test("scripts import only what the layers below them give", () => {
  assert.notEqual(scripts.length, 0);
  assert.deepEqual(
    scripts.flatMap((path) => forbiddenImports(path, textOf(path))),
    [],
  );
});

for (const rule of RUST_RULES) {
  test(rule.promise, () => {
    assert.ok(rust.some(rule.part));
    assert.deepEqual(
      rust.flatMap((path) => forbiddenNames(rule, path, textOf(path))),
      [],
    );
  });
}

const PLANTED_IMPORTS = {
  "react/use_query.ts": [
    'import { core } from "#wasm";',
    'import "../js/wasm/inline.js";',
    'export * from "../js/nextjs/index.js";',
    'import { callFunction } from "../js/http/call.js";',
    'import { ConvexHttpClient } from "../js/clients/http_client.js";',
    'import "../dist/wasm/client_bg.js";',
    'import { useQuery } from "convex/react";',
  ],
  "react/clerk/index.tsx": [
    'import { useAuth } from "@clerk/react";',
    'import "../../js/browser/sync_client.js";',
    'import { AuthContext } from "../auth_state.js";',
  ],
  "react/auth0/index.tsx": ['import { ConvexProviderWithAuth } from "convex/react";'],
  "react/native/index.ts": [
    'import { SyncClient } from "../../js/browser/sync_client.js";',
    'import { useQuery } from "../use_query.js";',
    'import "../../js/wasm/inline.js";',
  ],
  "slim/index.ts": [
    'export { useQuery } from "../react/use_query.js";',
    'export { newCore } from "../js/wasm/inline.js";',
  ],
  "worker/index.ts": ['export { useQuery } from "../react/use_query.js";'],
  "worker/thread/served_core.ts": [
    'import { CoreHost } from "../../js/worker/core_host.js";',
    'import { ViewStore } from "../../js/view_store.js";',
    'import { newCore } from "#wasm";',
  ],
  "js/worker/core_host.ts": [
    'import { ServedCore } from "../../worker/thread/served_core.js";',
    'import { Frames } from "../browser/frames.js";',
    'import { newCore } from "#wasm";',
  ],
  "js/native/browser.ts": [
    'import { ConvexHttpClient } from "../clients/http_client.js";',
    'import "convex/react";',
  ],
  "js/patch.ts": [
    'import { useMemo } from "react";',
    'import type { Watch } from "../react/convex_react_client.js";',
    'import { SyncClient } from "./browser/sync_client.js";',
    'import { core } from "#wasm";',
    'import "../wasm/client_bg.js";',
    'import react = require("react");',
    "const react = await import(`react`);",
  ],
  "js/browser/sync_client.ts": ['import { core } from "#wasm-http";', 'import "../http/call.js";'],
  "js/clients/http_client.ts": ['import "#wasm";', 'import "../../react/index.js";'],
  "js/nextjs/index.ts": ['import "../browser/sync_client.js";', 'import "#wasm-http";'],
  "js/http/call.ts": ['import { core } from "#wasm";', 'import "../wasm/inline_http.js";'],
  "js/wasm/inline.ts": ['import "../view_store.js";', 'import "react";', 'import "convex/values";'],
  "js/elsewhere/new.ts": ['import "convex/values";'],
};

for (const [path, lines] of Object.entries(PLANTED_IMPORTS)) {
  for (const line of lines) {
    test(`planted in ${path}: ${line}`, () => {
      assert.equal(forbiddenImports(path, line).length, 1);
    });
  }
}

const PLANTED_NAMES = {
  "src/results.rs": [
    "use wasm_bindgen::JsValue;",
    "use crate::web::driver;",
    "use crate::{ids, web};",
    "async fn load() {}",
    "fn now() -> std::time::Instant {}",
    "use std::{collections, fs};",
    "use lentil_store::Store;",
  ],
  "src/web/events.rs": ["use lentil_local::app;"],
  "local/src/main.rs": ["use lentil::Client;", '#[path = "../../src/ids.rs"] mod ids;'],
};

for (const [path, lines] of Object.entries(PLANTED_NAMES)) {
  for (const line of lines) {
    test(`planted in ${path}: ${line}`, () => {
      const found = RUST_RULES.flatMap((rule) => forbiddenNames(rule, path, line));
      assert.equal(found.length, 1);
    });
  }
}

test("prose may name what code may not", () => {
  const prose = '// std::fs\n/* wasm_bindgen */\n// import "react";\n';
  assert.deepEqual(
    RUST_RULES.flatMap((rule) => forbiddenNames(rule, "src/results.rs", prose)),
    [],
  );
  assert.deepEqual(forbiddenImports("js/patch.ts", prose), []);
});
