// Promises of the hooks to components that the React Compiler has compiled: they show what the others show; and the
// hooks themselves are written by its rules.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { cleanup, render } from "@testing-library/react";
import { ROOT } from "../support/paths.mjs";
import { library, token } from "./accounts.mjs";
import { compilerWith, PLAIN, SCREENS, screensOf, transformed } from "./compiled/compile.mjs";
import { pagesApp } from "./pages_app.mjs";
import { act, h, lentil, npm, rigOf } from "./rig.mjs";

const STRICT = { panicThreshold: "all_errors" };
const COMPILED = compilerWith(STRICT);

function appOf() {
  const pages = pagesApp(5);
  const query = (path, args, memory) =>
    path === "m:count" ? `${args.of}: ${pages.rows.length}` : pages.query(path, args, memory);
  return { query, mutation: pages.mutation, action: () => "acted" };
}

/** All screens on one page; what is in it after each step. */
async function shown(hooks, plugins) {
  const screens = screensOf(hooks, plugins);
  const { client, settle } = rigOf(hooks, appOf());
  const fetchAccessToken = async () => token("ada");
  const { useAccount } = library({ isLoading: false, isAuthenticated: true, fetchAccessToken });
  const tree = (of) =>
    h(
      hooks.ConvexProviderWithAuth,
      { client, useAuth: useAccount },
      ...Object.values(screens).map((Screen) => h(Screen, { key: Screen.name, of })),
    );
  const { container, rerender } = render(tree(1));
  const steps = { first: container.innerHTML };
  const click = (name) => {
    for (const button of container.querySelectorAll(`[name=${name}]`)) button.click();
  };
  await settle();
  steps.settled = container.innerHTML;
  for (const name of ["more", "add", "act"]) {
    await act(async () => click(name));
    steps[`${name}, at once`] = container.innerHTML;
    await settle();
    steps[name] = container.innerHTML;
  }
  rerender(tree(2));
  steps["other arguments, at once"] = container.innerHTML;
  await settle();
  steps["other arguments"] = container.innerHTML;
  cleanup();
  return steps;
}

/** What a step shows, a text for each screen. */
const textsOf = (html) =>
  html
    .replace(/<button[^>]*value="([^"]*)"[^>]*>/g, "<p>$1</p>")
    .split(/<[^>]*>/)
    .filter((text) => text !== "");

test("the screens are compiled, every one", () => {
  const code = transformed("screens.jsx", SCREENS, COMPILED);
  const components = SCREENS.match(/^(export )?function [A-Z]/gm).length;
  assert.equal(code.match(/const \$ = _c\(/g).length, components);
});

test("compiled components show what the same ones show that are not, with both packages", async () => {
  const compiled = await shown(lentil, COMPILED);
  assert.deepEqual(compiled, await shown(lentil, PLAIN));
  assert.deepEqual(compiled, await shown(npm, COMPILED));
  const changes = {
    first: ["not asked", "loading", "preloaded", "who?"],
    settled: ["1: 5", "1: 5, 2: 5", "1,2 CanLoadMore", "1,2 success", "connected, 0", "somebody"],
    more: ["1,2,3,4 CanLoadMore", "1,2,3,4 success"],
    "add, at once": ["soon 9", "soon 9, 2: 5", "connected, 1"],
    add: ["1: 6", "1: 6, 2: 6", "connected, 0"],
    act: ["acted"],
    "other arguments": ["2: 6", "2: 6, 3: 6", "1,2 CanLoadMore"],
  };
  for (const [step, texts] of Object.entries(changes)) {
    const all = textsOf(compiled[step]);
    const missing = texts.filter((text) => !all.includes(text));
    assert.deepEqual(missing, [], `${step}: ${all.join(" | ")}`);
  }
});

/** Files whose hooks come in as a property, as npm convex has it: `useAuth` of an authentication library. */
const TAKES_A_HOOK = ["auth0/index.tsx", "clerk/index.tsx", "convex_provider_with_auth.tsx"];
const BREAKS_THEREFORE = /Hooks (must be the same function|may not be referenced as normal values)/;

test("our own hooks and components keep the compiler's rules, but for the hook that a provider is given", () => {
  const folder = join(ROOT, "react");
  const files = readdirSync(folder, { recursive: true }).filter((path) => /\.tsx?$/.test(path));
  const breaking = files.filter((path) => {
    try {
      transformed(path, readFileSync(join(folder, path), "utf8"), COMPILED);
      return false;
    } catch (error) {
      assert.match(error.message, BREAKS_THEREFORE, path);
      return true;
    }
  });
  assert.deepEqual(breaking.toSorted(), TAKES_A_HOOK);
});
