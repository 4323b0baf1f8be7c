// Lock files install the same packages everywhere: they name no download addresses, and they hold
// every platform's optional packages, without which `npm ci` refuses them on some machine.

import assert from "node:assert/strict";
import { test } from "node:test";
import { allFiles, textOf } from "./tree.mjs";

const locks = allFiles
  .filter((path) => path.endsWith("package-lock.json"))
  .map((path) => ({ path, packages: JSON.parse(textOf(path)).packages }));

test("lock files hold no download addresses", () => {
  assert.notEqual(locks.length, 0);
  const addresses = locks.flatMap(({ path, packages }) =>
    Object.entries(packages)
      .filter(([, { resolved }]) => resolved?.includes("://"))
      .map(([name]) => `${path}: ${name}`),
  );
  assert.deepEqual(addresses, []);
});

/** Where node looks for `name` from the package at `path`, nearest first. */
function placesOf(path, name) {
  const parents = path.split("/node_modules/").map((_, depth, all) => all.slice(0, depth + 1));
  const folders = ["", ...parents.map((parts) => `${parts.join("/node_modules/")}/`)];
  return folders.map((folder) => `${folder}node_modules/${name}`);
}

test("lock files hold the optional packages of every platform", () => {
  const missing = locks.flatMap(({ path, packages }) =>
    Object.entries(packages).flatMap(([parent, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !placesOf(parent, name).some((place) => place in packages))
        .map((name) => `${path}: ${name}`),
    ),
  );
  assert.deepEqual(missing, []);
});
