// Promises of the socket's address: where it leads, and that it speaks of the version that the core speaks.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { syncUrl } from "../../dist/js/deployment_url.js";

test("the socket's address keeps host, port and path", () => {
  for (const [deployment, expected] of [
    ["https://a.convex.cloud", "wss://a.convex.cloud/api/1.48.0/sync"],
    ["http://127.0.0.1:3210/", "ws://127.0.0.1:3210/api/1.48.0/sync"],
    ["https://a.example/below//", "wss://a.example/below/api/1.48.0/sync"],
  ]) {
    assert.equal(syncUrl(deployment), expected);
  }
});

test("what can have no socket is refused", () => {
  for (const [deployment, message] of [
    ["a.convex.cloud", "Provided address was not an absolute URL."],
    ["a:b", "Provided address was not an absolute URL."],
    ["ftp://a", "Unknown parent protocol ftp"],
    ["xhttps://a", "Unknown parent protocol xhttps"],
  ]) {
    assert.throws(() => syncUrl(deployment), { message });
  }
});

test("the wire version is the one of the core", () => {
  const source = readFileSync(new URL("../../src/protocol/address.rs", import.meta.url), "utf8");
  const [, version] = /WIRE_VERSION: &str = "([\d.]+)"/.exec(source) ?? [];
  assert.equal(syncUrl("https://a"), `wss://a/api/${version}/sync`);
});
