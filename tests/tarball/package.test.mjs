// The package as npm would publish it (LENTIL_TARBALL, made by `npm test`): every door it names
// exists, and it imports nothing that an app does not have.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { after, test } from "node:test";
import { importsIn } from "../architecture/tree.mjs";

const tarball = process.env.LENTIL_TARBALL;
assert.ok(
  tarball,
  "LENTIL_TARBALL names the packed package; run this by: npm test -- --only tarball",
);

const folder = mkdtempSync(join(tmpdir(), "lentil-tarball-"));
after(() => rmSync(folder, { recursive: true, force: true }));
execFileSync("tar", ["-xzf", tarball, "-C", folder]);
const packageRoot = join(folder, "package");
const manifest = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8"));

const filesBelow = (path) =>
  statSync(path).isDirectory()
    ? readdirSync(path).flatMap((name) => filesBelow(join(path, name)))
    : [path];

/** Every file that a tree of conditions can lead to. */
const targetsOf = (entry) =>
  typeof entry === "string" ? [entry] : Object.values(entry).flatMap(targetsOf);

const exists = (target) => existsSync(join(packageRoot, target));
const shipped = filesBelow(packageRoot);
const modules = shipped.filter((file) => /\.(js|cjs|d\.c?ts)$/.test(file));
const shownPath = (file) => relative(packageRoot, file);

const requiresIn = (text) => [...text.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name);

function namesIn(file) {
  const text = readFileSync(file, "utf8");
  return file.endsWith(".cjs") ? requiresIn(text) : importsIn(text);
}

/** `file imports name` for every shipped import of which `isWrong` holds. */
const wrongImports = (isWrong) =>
  modules.flatMap((file) =>
    namesIn(file)
      .filter((name) => isWrong(name, file))
      .map((name) => `${shownPath(file)} imports ${name}`),
  );

test("every target of exports and imports is in the package", () => {
  const targets = targetsOf({ ...manifest.exports, ...manifest.imports });
  assert.deepEqual(
    targets.filter((target) => !exists(target)),
    [],
  );
});

test("every file that npm was told to ship is in the package", () => {
  assert.deepEqual(
    manifest.files.filter((path) => !exists(path)),
    [],
  );
});

test("nothing but the built package is shipped", () => {
  const allowed =
    /^(dist\/(js|react|wasm)\/.*\.(js|d\.ts|wasm)|dist\/cjs\/.*\.(cjs|d\.cts)|[A-Z]+(\.md)?|package\.json)$/;
  assert.deepEqual(
    shipped.map(shownPath).filter((path) => !allowed.test(path)),
    [],
  );
});

test("shipped files import only peers, of convex only /values and /server, and each other; for Node also ws", () => {
  const outside = /^(react|react\/jsx-runtime|convex\/values|convex\/server|@auth0\/auth0-react)$/;
  const forNode = /^dist\/(js\/clients\/index_node\.js|cjs\/browser_node\.cjs)$/;
  const isWrong = (name, file) =>
    !/^[.#]/.test(name) && !outside.test(name) && !(name === "ws" && forNode.test(shownPath(file)));
  assert.deepEqual(wrongImports(isWrong), []);
  assert.deepEqual(Object.keys(manifest.dependencies), ["ws"]);
});

test("what shipped files import from the package exists", () => {
  const isMissing = (name, file) => {
    if (name.startsWith("#")) return !Object.hasOwn(manifest.imports, name);
    if (!name.startsWith(".")) return false;
    const path = join(dirname(file), name.replace(/\?module$/, ""));
    const isTypes = /\.d\.c?ts$/.test(file);
    return !existsSync(isTypes ? path.replace(/\.(c?)js$/, ".d.$1ts") : path);
  };
  assert.deepEqual(wrongImports(isMissing), []);
});

test("only the react entries and what needs React's server name react, and only lentil/react-auth0 names Auth0", () => {
  const react =
    /^dist\/(react\/|js\/nextjs\/per_render\.js$|cjs\/types\/react\/|cjs\/(react(_clerk|_auth0)?|testing)\.cjs$)/;
  const auth0 = /^dist\/(react\/auth0\/|cjs\/react_auth0\.cjs$)/;
  const isStray = (name, file) =>
    (/^react/.test(name) && !react.test(file)) || (/^@auth0/.test(name) && !auth0.test(file));
  assert.deepEqual(
    wrongImports((name, file) => isStray(name, shownPath(file))),
    [],
  );
});

test("modules for the client start with 'use client'", () => {
  const names = ["react", "react-clerk", "react-auth0", "testing"];
  const entries = names.map((name) => manifest.exports[`./${name}`]);
  for (const path of entries.flatMap(({ default: entry, require }) => [entry, require.default])) {
    const text = readFileSync(join(packageRoot, path), "utf8");
    assert.match(text, /^("use strict";\s*)?["']use client["'];/, path);
  }
});

test("the wasm module loads", () => {
  const module = readFileSync(join(packageRoot, manifest.exports["./wasm"]));
  assert.ok(WebAssembly.Module.exports(new WebAssembly.Module(module)).length > 0);
});
