// The package as npm would publish it: every door it names exists, everything in it is behind one, and it imports nothing
// that an app does not have.

import assert from "node:assert/strict";
import { posix } from "node:path";
import { test } from "node:test";
import {
  bytesOf,
  doors,
  exists,
  fileOf,
  manifest,
  namesIn,
  read,
  shipped,
  targetsOf,
} from "./unpacked.mjs";

const modules = shipped.filter((path) => /\.(js|cjs|d\.c?ts)$/.test(path));

/** All that is needed of the files that `entries` lead to, they included; `#` names lead to each of their loaders. */
function reachable(entries) {
  const found = new Set(entries);
  for (const path of found) {
    if (exists(`${path}.map`)) found.add(`${path}.map`);
    if (!modules.includes(path)) continue;
    for (const name of namesIn(path)) {
      if (name.startsWith("#"))
        for (const loader of targetsOf(manifest.imports[name])) found.add(loader);
      else if (name.startsWith(".")) found.add(fileOf(name, path));
    }
  }
  return found;
}

/** `file imports name` for every shipped import of which `isWrong` holds. */
const wrongImports = (isWrong) =>
  modules.flatMap((file) =>
    namesIn(file)
      .filter((name) => isWrong(name, file))
      .map((name) => `${file} imports ${name}`),
  );

test("every target of exports and imports is in the package", () => {
  assert.deepEqual(
    doors.filter((target) => !exists(target)),
    [],
  );
});

test("every file that npm was told to ship is in the package", () => {
  assert.deepEqual(
    manifest.files.filter((path) => !path.startsWith("!") && !exists(path)),
    [],
  );
});

test("a folder leads where its door does, for what reads no exports", () => {
  const withFolder = Object.entries(manifest.exports).filter(([, { require }]) => require);
  assert.ok(withFolder.length > 1);
  for (const [door, { require, "react-native": native }] of withFolder) {
    const folder = JSON.parse(read(posix.join(door, "package.json")));
    const found = [folder.main, folder.types, folder["react-native"]].map(
      (path) => path && `./${posix.join(door, path)}`,
    );
    assert.deepEqual(found, [require.default, require.types, native?.require.default], door);
  }
});

test("React Native gets none of the core", () => {
  const native = Object.values(manifest.exports).flatMap((entry) =>
    targetsOf(entry["react-native"] ?? []).filter((path) => /\.c?js$/.test(path)),
  );
  assert.notEqual(native.length, 0);
  const withWasm = [...reachable(native)].filter((path) => /WebAssembly/.test(read(path)));
  assert.deepEqual(
    withWasm.filter((path) => !path.endsWith(".map")),
    [],
  );
});

test("everything is behind a door: no code, no types and no map that nothing leads to", () => {
  const found = reachable(doors);
  const built = shipped.filter((path) => path.startsWith("dist/"));
  assert.deepEqual(
    built.filter((path) => !found.has(path)),
    [],
  );
});

test("nothing but the built package is shipped", () => {
  const allowed =
    /^(dist\/(js|react)\/.*\.(js|js\.map|d\.ts)|dist\/(slim|worker)\/index\.(js|d\.ts)|dist\/wasm\/\w+\.(js|wasm)|dist\/cjs\/.*\.(cjs|d\.cts)|[A-Z]+(\.md)?|([\w-]+\/)?package\.json)$/;
  assert.deepEqual(
    shipped.filter((path) => !allowed.test(path)),
    [],
  );
});

/** What React Native gets, where there is no WebAssembly, is npm convex's: each file hands on one part of it, and no other file does. */
const HANDED_ON = {
  "js/native/browser": ["convex/browser"],
  "js/native/nextjs": ["convex/nextjs"],
  "react/native/index": ["convex/react"],
  "react/native/use_query_rows": ["convex/react"],
  "react/native/clerk": ["convex/react-clerk"],
  "react/native/auth0": ["convex/react-auth0"],
  "react/native/slim": ["convex/browser", "convex/react"],
  "react/native/worker": ["convex/react"],
};

test("shipped files import only peers, of convex only /values and /server, and each other; for Node also ws", () => {
  const outside = /^(react|react\/jsx-runtime|convex\/values|convex\/server|@auth0\/auth0-react)$/;
  const forNode = /^dist\/(js\/clients\/index_node\.js|cjs\/js\/clients\/index_node\.cjs)$/;
  const handedOnBy = (file) => HANDED_ON[file.replace(/^dist\/(cjs\/)?|\.c?js$/g, "")] ?? [];
  const isWrong = (name, file) =>
    !/^[.#]/.test(name) &&
    !outside.test(name) &&
    !(name === "ws" && forNode.test(file)) &&
    !handedOnBy(file).includes(name);
  assert.deepEqual(wrongImports(isWrong), []);
  assert.deepEqual(Object.keys(manifest.dependencies), ["ws"]);
});

test("what shipped files import from the package exists", () => {
  const isMissing = (name, file) => {
    if (name.startsWith("#")) return !Object.hasOwn(manifest.imports, name);
    if (!name.startsWith(".")) return false;
    return !exists(fileOf(name, file));
  };
  assert.deepEqual(wrongImports(isMissing), []);
});

test("only what the react entries lead to names react, and what a render on React's server needs; only lentil/react-auth0 names Auth0", () => {
  const isReact = (door) => door.startsWith("./react") || door === "./testing";
  const [onReactsServer] = targetsOf(manifest.imports["#per-render"]["react-server"]);
  const namesWithout = (isLeft) => {
    const rest = Object.entries(manifest.exports).filter(([door]) => !isLeft(door));
    const behind = [...reachable(rest.flatMap(([, entry]) => targetsOf(entry)))];
    const ours = behind.filter((path) => modules.includes(path) && path !== onReactsServer);
    return new Set(ours.flatMap(namesIn));
  };
  const withoutReact = [...namesWithout(isReact)].filter((name) => /^react/.test(name));
  const withoutAuth0 = [...namesWithout((door) => door === "./react-auth0")];
  assert.deepEqual(withoutReact, []);
  assert.ok(withoutAuth0.includes("react") && !withoutAuth0.includes("@auth0/auth0-react"));
});

test("modules for the client start with 'use client'", () => {
  const names = ["react", "react-clerk", "react-auth0", "testing"];
  const entries = names.map((name) => manifest.exports[`./${name}`]);
  for (const path of targetsOf(entries).filter((target) => /\.c?js$/.test(target))) {
    assert.match(read(path), /^("use strict";\s*)?["']use client["'];/, path);
  }
});

test("the wasm modules load", () => {
  for (const door of ["./wasm", "./wasm-http"]) {
    const module = new WebAssembly.Module(bytesOf(manifest.exports[door]));
    assert.ok(WebAssembly.Module.exports(module).length > 0);
  }
});
