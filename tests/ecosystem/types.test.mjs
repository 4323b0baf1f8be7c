// The recipe of docs/migration.md for TypeScript: `paths` give the app, and the packages that bring types of
// convex/react, those of Lentil. Without it the same sources have npm convex's.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { within } from "../support/deadline.mjs";
import { folderWith, HERE, recipe } from "./recipes.mjs";

const OPTIONS = {
  ...{ strict: true, noEmit: true, skipLibCheck: true, jsx: "react-jsx", types: ["node"] },
  ...{ target: "es2022", lib: ["es2022", "dom", "dom.iterable"] },
  ...{ module: "esnext", moduleResolution: "bundler" },
};

/** Whose classes they are: each has private fields, so no other class has its type. */
const WHOSE = `
import type { ConvexHttpClient } from "convex/browser";
import type { ConvexReactClient } from "convex/react";
import type { ConvexHttpClient as LentilHttp } from "lentil/browser";
import type { ConvexReactClient as LentilReact } from "lentil/react";

type Same<A, B> = A extends B ? (B extends A ? true : false) : false;
export const react: Same<ConvexReactClient, LentilReact> = EXPECTED;
export const browser: Same<ConvexHttpClient, LentilHttp> = EXPECTED;
`;

/** What TypeScript has to say of the pages and the app, with the alias or without; empty when nothing. */
async function errorsOf(isAliased) {
  const { compilerOptions } = isAliased ? JSON.parse(recipe("tsconfig.json")) : {};
  const config = {
    compilerOptions: { ...OPTIONS, ...compilerOptions },
    include: [
      "whose.ts",
      join(HERE, "pages"),
      join(HERE, "app", "src"),
      join(HERE, "app", "convex"),
    ],
  };
  const folder = folderWith({
    "tsconfig.json": JSON.stringify(config),
    "whose.ts": WHOSE.replaceAll("EXPECTED", String(isAliased)),
  });
  const tsc = join(HERE, "node_modules", "typescript", "bin", "tsc");
  const args = [tsc, "-p", folder];
  const ran = new Promise((done) => {
    execFile(process.execPath, args, { cwd: folder }, (_error, stdout) => done(stdout));
  });
  return await within("tsc", ran);
}

test("with the alias, pages and app have the types of Lentil", async () => {
  assert.equal(await errorsOf(true), "");
});

test("without it, they have those of npm convex, and Lentil's client needs its cast alone", async () => {
  assert.equal(await errorsOf(false), "");
});
