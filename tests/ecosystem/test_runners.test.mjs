// The recipes of docs/migration.md for Vitest and Jest: what an app's own tests import, and what the packages in
// between import, is Lentil; and lentil/testing is at work in both.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { within } from "../support/deadline.mjs";
import { folderWith, HERE, recipe } from "./recipes.mjs";

const run = promisify(execFile);

const SPEC = `
test("convex/react is lentil/react, also below @convex-dev/react-query", () => {
  expect(react.useQuery).toBe(lentil.useQuery);
  expect(query.useConvexQuery).toBe(lentil.useQuery);
  expect(browser.ConvexHttpClient).toBe(lentilBrowser.ConvexHttpClient);
  const client = new react.ConvexReactClient("http://127.0.0.1:1");
  expect(new query.ConvexQueryClient(client).serverHttpClient).toBeInstanceOf(browser.ConvexHttpClient);
});

test("lentil/testing is the provider of the hooks of convex/react", async () => {
  const client = testing.createTestConvex({ auth: "loading" }).query("m:list", ["given"]);
  const Page = () => String(react.useConvexAuth().isLoading);
  const page = createElement(testing.TestConvexProvider, { client }, createElement(Page));
  expect(server.renderToStaticMarkup(page)).toBe("true");
  expect(await client.client.query("m:list", {})).toEqual(["given"]);
});
`;

const MODULES = {
  react: "convex/react",
  browser: "convex/browser",
  lentil: "lentil/react",
  lentilBrowser: "lentil/browser",
  query: "@convex-dev/react-query",
  testing: "lentil/testing",
  server: "react-dom/server",
  "{ createElement }": "react",
};

const lines = (line) =>
  Object.entries(MODULES)
    .map(([name, path]) => line(name, path))
    .join("\n");

/** Runs a program of these packages in a folder; gives all that it printed. */
async function printed(program, args, folder) {
  const env = { ...process.env, NO_COLOR: "1", NODE_TEST_CONTEXT: undefined };
  const words = [join(HERE, "node_modules", program), ...args];
  const done = run(process.execPath, words, { cwd: folder, env });
  const { stdout, stderr } = await within(program, done);
  return stdout + stderr;
}

test("Vitest", async () => {
  const imports = `import { expect, test } from "vitest";\n${lines((name, path) => `import ${name.startsWith("{") ? name : `* as ${name}`} from "${path}";`)}`;
  const folder = folderWith({
    "vitest.config.ts": recipe("vitest.config.ts"),
    "alias.spec.ts": imports + SPEC,
  });
  assert.match(await printed("vitest/vitest.mjs", ["run"], folder), /Tests\s+2 passed/);
});

test("Jest", async () => {
  const folder = folderWith({
    "package.json": "{}",
    "jest.config.mjs": recipe("jest.config.mjs"),
    "alias.spec.js": lines((name, path) => `const ${name} = require("${path}");`) + SPEC,
  });
  assert.match(await printed("jest/bin/jest.js", [], folder), /Tests:\s+2 passed/);
});
