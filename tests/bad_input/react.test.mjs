// Promises of the hooks where the app is put together wrongly: no provider, the provider or the client of
// convex/react, a mutation as an event handler, two copies of React. Each ends in an error that says what is wrong.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import * as npm from "convex/react";
import React, { createElement as h } from "react";
import { renderToString } from "react-dom/server";
import * as lentil from "../../dist/react/index.js";
import { failureOf } from "./both_clients.mjs";

const PRELOADED = { _name: "m:list", _argsJSON: {}, _valueJSON: 1 };
const HOOKS = [
  { hook: "useQuery", args: ["m:list", {}] },
  { hook: "useMutation", args: ["m:add"] },
  { hook: "useAction", args: ["m:act"] },
  { hook: "useConvexConnectionState", args: [] },
  { hook: "usePreloadedQuery", args: [PRELOADED], named: "useQuery" },
];
const missing = (hook) =>
  `Could not find Convex client! \`${hook}\` must be used in the React component tree under \`ConvexProvider\`. Did you forget it? See https://docs.convex.dev/quick-start#set-up-convex-in-your-react-app`;

const clientOf = (from) => new from.ConvexReactClient("http://127.0.0.1:1", { logger: false });
const provided = (from, client, child) => h(from.ConvexProvider, { client }, child);
const failure = async (element) => (await failureOf(() => renderToString(element))).message;

function Using({ from, hook, args }) {
  return String(from[hook](...args));
}

for (const { hook, args, named = hook } of HOOKS) {
  const [ours, theirs] = [lentil, npm].map((from) => h(Using, { from, hook, args }));

  test(`${hook} without a provider says so, as in npm convex`, async () => {
    assert.equal(await failure(ours), missing(named));
    assert.equal(await failure(theirs), missing(named));
  });

  test(`${hook} does not see the provider of the other package, and says so`, async () => {
    assert.equal(await failure(provided(npm, clientOf(npm), ours)), missing(named));
    assert.equal(await failure(provided(lentil, clientOf(lentil), theirs)), missing(named));
  });
}

test("useConvex without a provider is undefined, as in npm convex", () => {
  for (const from of [lentil, npm]) {
    assert.equal(renderToString(h(Using, { from, hook: "useConvex", args: [] })), "undefined");
  }
});

test("a provider without a client is none, as in npm convex", async () => {
  for (const from of [lentil, npm]) {
    const child = h(Using, { from, hook: "useQuery", args: ["m:list", {}] });
    assert.equal(await failure(provided(from, undefined, child)), missing("useQuery"));
  }
});

/** Hands on what it is given in render. */
function Taking({ take }) {
  take();
  return null;
}

/** What the hook of a package gives to a component below that package's provider. */
function given(from, hook, ...args) {
  let value;
  const take = () => {
    value = from[hook](...args);
  };
  renderToString(provided(from, clientOf(from), h(Taking, { take })));
  return value;
}

test("a mutation that is itself the event handler says how to write it, as in npm convex", async () => {
  const event = { bubbles: true, persist() {}, isDefaultPrevented: () => false };
  for (const from of [lentil, npm]) {
    const add = given(from, "useMutation", "m:add");
    assert.equal(
      (await failureOf(() => add(event))).message,
      "Convex function called with SyntheticEvent object. Did you use a Convex function as an event handler directly? Event handlers like onClick receive an event object as their first argument. These SyntheticEvent objects are not valid Convex values. Try wrapping the function like `const handler = () => myMutation();` and using `handler` in the event handler.",
    );
  }
});

test("a second optimistic update of one mutation is refused, as in npm convex", async () => {
  for (const from of [lentil, npm]) {
    const add = given(from, "useMutation", "m:add").withOptimisticUpdate(() => {});
    assert.equal(
      (await failureOf(() => add.withOptimisticUpdate(() => {}))).message,
      "Already specified optimistic update for mutation m:add",
    );
  }
});

test("with a second copy of React it is React that says so", async (t) => {
  const said = t.mock.method(console, "error", () => {});
  const require = createRequire(import.meta.url);
  for (const path of Object.keys(require.cache)) {
    if (/[\\/]node_modules[\\/]react(-dom)?[\\/]/.test(path)) delete require.cache[path];
  }
  const second = require("react");
  const { renderToString: renderBySecond } = require("react-dom/server");
  assert.notEqual(second, React);
  const child = second.createElement(Using, { from: lentil, hook: "useQuery", args: ["m:list"] });
  const error = await failureOf(() => renderBySecond(child));
  assert.equal(error.message, "Cannot read properties of null (reading 'useContext')");
  assert.match(
    String(said.mock.calls[0].arguments[0]),
    /Invalid hook call[\s\S]*more than one copy of React in the same app/,
  );
});
