// Promises of useQuery to what an app makes of its arguments from render to render, beside npm convex's; and that renders
// which React gives up cost the one that is shown nothing.

import assert from "node:assert/strict";
import { test } from "node:test";
import { render } from "@testing-library/react";
import { Suspense, startTransition, useState } from "react";
import { act, both, h, lentil, quietly, rigOf } from "./rig.mjs";

const appOf = () => ({ query: (path, args) => `${path} ${JSON.stringify(args)}` });

/** Arguments from render to render. */
const HISTORIES = {
  "simple ones": [{ n: 1 }, { n: 1 }, { n: 2 }, { n: 1 }],
  "one that goes": [{ a: 1, b: 2 }, { a: 1 }, { a: 1, b: 2 }],
  "one that comes to be undefined": [{ x: 1 }, { a: undefined }, { x: 1, a: undefined }],
  "another name": [{ a: 1 }, { b: 1 }],
  "an object that inherits them": [{ n: 1 }, Object.create({ n: 1 })],
  "null, false and none": [{ n: null }, { n: false }, {}],
  "skipped and not": ["skip", { n: 1 }, "skip", "skip", { n: 1 }, { n: 2 }],
};

for (const [what, history] of Object.entries(HISTORIES)) {
  test(`arguments: ${what}`, async () => {
    const shown = await both(async ({ hooks, show, settle }) => {
      let args;
      const page = show(() => hooks.useQuery("m:echo", args) ?? "loading", {});
      const steps = [];
      for (const next of history) {
        args = typeof next === "object" ? copyOf(next) : next;
        page.again({});
        await settle();
        await settle();
        steps.push(page.last());
      }
      return steps;
    }, appOf);
    assert.ok(shown.some((text) => text.startsWith("m:echo ")));
  });
}

/** A copy with the same prototype, so that no history changes what another client is given. */
function copyOf(args) {
  const inherited = Object.getPrototypeOf(args);
  return inherited === Object.prototype ? structuredClone(args) : Object.create(inherited);
}

test("another function with the same arguments is another query", async () => {
  const shown = await both(async ({ hooks, show, settle }) => {
    const page = show(({ path }) => hooks.useQuery(path, { n: 1 }), { path: "m:one" });
    const steps = [];
    for (const path of ["m:one", "m:other", "m:one"]) {
      page.again({ path });
      await settle();
      steps.push(page.last());
    }
    return steps;
  }, appOf);
  assert.deepEqual(shown, ['m:one {"n":1}', 'm:other {"n":1}', 'm:one {"n":1}']);
});

test("arguments that an app changes in place are asked for at the next render", async () => {
  const { show, settle } = rigOf(lentil, appOf());
  const args = { n: 1, of: { ids: [1] } };
  const page = show(() => lentil.useQuery("m:echo", args));
  for (const change of [
    () => {},
    () => {
      args.n = 2;
    },
    () => {
      args.of.ids[0] = 3;
    },
  ]) {
    change();
    page.again({});
    await settle();
    await settle();
    assert.equal(page.last(), `m:echo ${JSON.stringify(args)}`);
  }
  const simple = { n: 1 };
  const other = show(() => lentil.useQuery("m:echo", simple));
  await settle();
  simple.n = 2;
  other.again({});
  await settle();
  assert.equal(other.last(), 'm:echo {"n":2}');
});

test("what is no argument is refused though any object has something of that name", async (t) => {
  quietly(t);
  const said = await both(async ({ hooks, show, settle }) => {
    const page = show(({ args }) => hooks.useQuery("m:echo", args), { args: { n: 1 } });
    await settle();
    page.again({ args: { constructor: Object } });
    return page.last();
  }, appOf);
  assert.match(JSON.stringify(said), /present at path .constructor/);
});

test("a query that is taken up again goes on with no journal of before", async () => {
  const journals = await both(async ({ hooks, show, settle }) => {
    const other = rigOf(hooks, appOf());
    const page = show((args) => hooks.useQuery("m:echo", args.skip ? "skip" : { n: 1 }), {});
    await settle();
    for (const args of [{}, { skip: true }, {}]) {
      page.again(args, other.client);
      await other.settle();
    }
    const edits = other.server.sent("ModifyQuerySet").flatMap(({ modifications }) => modifications);
    return edits.filter(({ type }) => type === "Add").map(({ journal }) => journal ?? null);
  }, appOf);
  assert.deepEqual(journals, ["journal of 0", null]);
});

const NEVER = new Promise(() => {});

function Stops({ n }) {
  if (n !== 1) throw NEVER;
  return null;
}

function List({ n, onRender }) {
  onRender(n, lentil.useQueryRows("m:list", { n }));
  return null;
}

function Screen({ onRender, tell }) {
  const [n, setN] = useState(1);
  tell(setN, useState(0)[1]);
  return h(Suspense, { fallback: "waiting" }, h(List, { n, onRender }), h(Stops, { n }));
}

for (const others of [[2], [2, 3]]) {
  test(`renders with ${others} that React gives up: what is shown stays subscribed and the same`, async () => {
    const rows = (_, { n }) => [{ _id: `d${n}`, n }];
    const { client, server, settle } = rigOf(lentil, { query: rows });
    const seen = [];
    let [go, renderAgain] = [];
    const tell = (...setters) => {
      [go, renderAgain] = setters;
    };
    const screen = h(Screen, { onRender: (...what) => seen.push(what), tell });
    render(h(lentil.ConvexProvider, { client }, screen));
    await settle();
    const [, shown] = seen.at(-1);
    assert.equal(shown.length, 1);
    for (const n of others) await act(async () => startTransition(() => go(n)));
    await act(async () => renderAgain(1));
    await settle();
    assert.ok(others.every((n) => seen.some(([of]) => of === n)));
    const [, again] = seen.findLast(([n]) => n === 1);
    assert.deepEqual([again === shown, server.edits()], [true, ["+0 m:list"]]);
  });
}

test("the logger of a client is that of the one below", () => {
  const { client } = rigOf(lentil, appOf(), { logger: undefined });
  assert.equal(client.sync.logger, client.logger);
});
