// Promises of the hooks where the app is put together wrongly, beside npm convex's. The hooks that tests/bad_input
// knows are tested there.

import assert from "node:assert/strict";
import { test } from "node:test";
import { renderToString } from "react-dom/server";
import { h, lentil, npm, quietly, Using } from "./rig.mjs";

const missing = (hook) =>
  `Could not find Convex client! \`${hook}\` must be used in the React component tree under \`ConvexProvider\`. Did you forget it? See https://docs.convex.dev/quick-start#set-up-convex-in-your-react-app`;

/** What a hook throws while rendering, without a provider or `inside` one. */
function saidBy(use, inside = (element) => element) {
  try {
    renderToString(inside(h(Using, { use })));
  } catch ({ name, message }) {
    return `${name}: ${message}`;
  }
  return "nothing";
}

test("useQueries and useQuery_experimental without a provider name useQuery, as in npm convex", (t) => {
  quietly(t);
  const options = { query: "m:list", args: {} };
  for (const hooks of [lentil, npm]) {
    const uses = [() => hooks.useQueries({}), () => hooks.useQuery_experimental(options)];
    const said = uses.map((use) => saidBy(use));
    assert.deepEqual(said, Array(2).fill(`Error: ${missing("useQuery")}`));
  }
});

test("usePaginatedQuery and its experimental form say by name that there is no provider", (t) => {
  quietly(t);
  for (const hook of ["usePaginatedQuery", "usePaginatedQuery_experimental"]) {
    const use = (hooks) => () => hooks[hook]("m:list", {}, { initialNumItems: 3 });
    assert.equal(saidBy(use(lentil)), `Error: ${missing("usePaginatedQuery")}`);
    assert.match(saidBy(use(npm)), /^TypeError: /);
  }
});

test("what is no function, and arguments that no value can be, are refused while rendering", (t) => {
  quietly(t);
  const client = (hooks) => new hooks.ConvexReactClient("http://127.0.0.1:1", { logger: false });
  const wrong = [
    (hooks) => hooks.useQueries({ one: { query: {}, args: {} } }),
    (hooks) => hooks.useQuery_experimental({ query: "m:list", args: { of: Symbol.iterator } }),
    (hooks) => hooks.usePaginatedQuery({}, {}, { initialNumItems: 3 }),
  ];
  for (const use of wrong) {
    const [ours, theirs] = [lentil, npm].map((hooks) => {
      const props = { client: client(hooks) };
      return saidBy(
        () => use(hooks),
        (element) => h(hooks.ConvexProvider, props, element),
      );
    });
    assert.equal(ours, theirs);
    assert.match(ours, /^Error: /);
  }
});
