// Promises of useQuery, useQuery_experimental, useQueries and useSubscription on a page, beside npm convex's.

import assert from "node:assert/strict";
import { test } from "node:test";
import { StrictMode } from "react";
import { act, both, h, lentil, quietly, rigOf } from "./rig.mjs";

/** Answers `m:list` by its arguments, `m:rows` with objects, and fails in `m:bad`. */
function appOf() {
  const app = {
    rows: [{ text: "a" }, { text: "b" }],
    query(path, args) {
      if (path === "m:bad") throw Object.assign(new Error("bad"), { data: { code: 1 } });
      return path === "m:rows" ? app.rows : `of ${args.of}`;
    },
  };
  return app;
}

const plain = (result) => (result instanceof Error ? [result.message, result.data] : result);
const BAD = "[CONVEX Q(m:bad)] bad\n  Called by client";

/** What a component is given at first and after each step. */
async function stepsOf({ settle }, page, changes) {
  const steps = [page.last()];
  await settle();
  steps.push(page.last());
  for (const props of changes) {
    page.again(props);
    steps.push(page.last());
    await settle();
    steps.push(page.last());
  }
  return steps;
}

test("useQuery: loading, a value, other arguments, skipped, and gone", async () => {
  const { steps, edits } = await both(async (rig) => {
    const page = rig.show(({ args }) => rig.hooks.useQuery("m:list", args), { args: { of: 1 } });
    const steps = await stepsOf(rig, page, [{ args: { of: 2 } }, { args: "skip" }]);
    page.leave();
    await rig.settle();
    return { steps, edits: rig.server.edits().toSorted() };
  }, appOf);
  const [loading, skipped] = [undefined, undefined];
  assert.deepEqual(steps, [loading, "of 1", loading, "of 2", skipped, skipped]);
  assert.deepEqual(edits, ["+0 m:list", "+1 m:list", "-0", "-1"]);
});

test("useQuery throws the query's error while rendering", async (t) => {
  quietly(t);
  const thrown = await both(async ({ hooks, show, settle }) => {
    const page = show(() => hooks.useQuery("m:bad"));
    await settle();
    return page.last();
  }, appOf);
  assert.deepEqual(thrown, { thrown: BAD });
});

test("useQuery_experimental: pending, success, error as a value, skipped", async () => {
  const seen = await both(async (rig) => {
    const use = (options) => {
      const { error, ...result } = rig.hooks.useQuery_experimental(options);
      return { ...result, ...(error && { error: plain(error) }) };
    };
    const first = { query: "m:list", args: { of: 1 } };
    const [bad, skipped] = [
      { query: "m:bad", args: {} },
      { ...first, args: "skip" },
    ];
    return stepsOf(rig, rig.show(use, first), [bad, skipped]);
  }, appOf);
  const pending = { status: "pending" };
  const success = { status: "success", data: "of 1" };
  const error = { status: "error", error: [BAD, { code: 1 }] };
  assert.deepEqual(seen, [pending, success, pending, error, pending, pending]);
});

test("useQuery_experimental throws with throwOnError", async (t) => {
  quietly(t);
  const thrown = await both(async ({ hooks, show, settle }) => {
    const options = { query: "m:bad", args: {}, throwOnError: true };
    const page = show(() => hooks.useQuery_experimental(options));
    await settle();
    return page.last();
  }, appOf);
  assert.deepEqual(thrown, { thrown: BAD });
});

test("the result of useQuery_experimental is the same object until it changes", async () => {
  const rig = rigOf(lentil, appOf());
  const options = { query: "m:list", args: { of: 1 } };
  const page = rig.show(() => lentil.useQuery_experimental(options));
  await rig.settle();
  const before = page.last();
  page.again();
  assert.equal(page.last(), before);
});

test("useQueries: each result by its name, an error as a value; queries come and go", async () => {
  const { steps, edits } = await both(async (rig) => {
    const use = ({ queries }) => {
      const results = Object.entries(rig.hooks.useQueries(queries));
      return Object.fromEntries(results.map(([id, result]) => [id, plain(result)]));
    };
    const [one, bad] = [
      { query: "m:list", args: { of: 1 } },
      { query: "m:bad", args: {} },
    ];
    const page = rig.show(use, { queries: { one, bad } });
    const two = { query: "m:list", args: { of: 2 } };
    const steps = await stepsOf(rig, page, [{ queries: { one, two } }, { queries: {} }]);
    return { steps, edits: rig.server.edits().toSorted() };
  }, appOf);
  assert.deepEqual(steps, [
    { one: undefined, bad: undefined },
    { one: "of 1", bad: [BAD, { code: 1 }] },
    { one: "of 1", two: undefined },
    { one: "of 1", two: "of 2" },
    {},
    {},
  ]);
  assert.deepEqual(edits, ["+0 m:list", "+1 m:bad", "+2 m:list", "-0", "-1", "-2"]);
});

test("useQueries takes a new object at each render", async () => {
  const rig = rigOf(lentil, appOf());
  const page = rig.show(() => lentil.useQueries({ one: { query: "m:list", args: { of: 1 } } }));
  await rig.settle();
  const before = page.last();
  page.again();
  await rig.settle();
  assert.equal(page.last(), before);
  assert.deepEqual([before, rig.server.edits()], [{ one: "of 1" }, ["+0 m:list"]]);
});

test("another client goes on with the journals of the last one", async () => {
  for (const use of [
    (hooks) => () => hooks.useQuery("m:list", { of: 1 }),
    (hooks) => {
      const queries = { one: { query: "m:list", args: { of: 1 } } };
      return () => hooks.useQueries(queries).one;
    },
  ]) {
    const journal = await both(async ({ hooks, show, settle }) => {
      const other = rigOf(hooks, appOf());
      const page = show(use(hooks));
      await settle();
      page.again({}, other.client);
      await other.settle();
      assert.equal(page.last(), "of 1");
      return other.server.sent("ModifyQuerySet")[0].modifications[0].journal;
    }, appOf);
    assert.equal(journal, "journal of 0");
  }
});

test("the same client begins anew without a journal", async () => {
  for (const use of [
    (hooks) => (args) => hooks.useQuery("m:list", args.of === 0 ? "skip" : args),
    (hooks) => {
      const one = { query: "m:list", args: { of: 1 } };
      const [some, none] = [{ one }, {}];
      return ({ of }) => hooks.useQueries(of === 0 ? none : some).one;
    },
  ]) {
    const journals = await both(async ({ hooks, show, settle, server }) => {
      const page = show(use(hooks), { of: 1 });
      for (const of of [0, 1]) {
        await settle();
        page.again({ of });
      }
      await settle();
      const edits = server.sent("ModifyQuerySet").flatMap(({ modifications }) => modifications);
      return edits.filter(({ type }) => type === "Add").map(({ journal }) => journal ?? null);
    }, appOf);
    assert.deepEqual(journals, [null, null]);
  }
});

test("what is equal is not rendered again, and unchanged rows keep their identity", async () => {
  const app = appOf();
  const rig = rigOf(lentil, app);
  const page = rig.show(() => lentil.useQuery("m:rows"));
  await rig.settle();
  const [first] = page.last();
  const { renders } = page.seen;
  await act(async () => rig.server.change());
  assert.equal(page.seen.renders, renders);
  app.rows = [{ text: "a" }, { text: "c" }];
  await act(async () => rig.server.change());
  assert.equal(page.last()[0], first);
  assert.equal(page.seen.renders, renders + 1);
});

test("in StrictMode nothing more is sent, and results arrive", async () => {
  const rig = rigOf(lentil, appOf());
  const wrap = (element) => h(StrictMode, null, element);
  const use = () => [
    lentil.useQuery("m:list", { of: 1 }),
    lentil.useQueries({ two: { query: "m:list", args: { of: 2 } } }).two,
  ];
  const page = rig.show(use, {}, { wrap });
  await rig.settle();
  assert.deepEqual(page.last(), ["of 1", "of 2"]);
  assert.deepEqual(rig.server.edits(), ["+0 m:list", "+1 m:list"]);
});

test("a component that leaves and comes back within a tick sends nothing", async () => {
  const rig = rigOf(lentil, appOf());
  const use = () => lentil.useQuery("m:list", { of: 1 });
  const page = rig.show(use);
  await rig.settle();
  page.leave();
  const next = rig.show(use);
  assert.equal(next.last(), "of 1", "the result is there at once");
  await rig.settle();
  assert.deepEqual(rig.server.edits(), ["+0 m:list"]);
});

test("useSubscription: the value of any source, also one that is new at each reading", async () => {
  const seen = await both(async ({ hooks, show }) => {
    const listeners = new Set();
    let value = 1;
    const source = {
      getCurrentValue: () => ({ value }),
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    const page = show(() => hooks.useSubscription(source));
    const before = page.last();
    value = 2;
    await act(async () => {
      for (const listener of listeners) listener();
    });
    const after = page.last();
    page.leave();
    return [before, after, listeners.size];
  });
  assert.deepEqual(seen, [{ value: 1 }, { value: 2 }, 0]);
});

test("convexQueryOptions gives back its options", () => {
  const options = { query: "m:list", args: {} };
  assert.equal(lentil.convexQueryOptions(options), options);
});

test("arguments that changed since the last render are asked for when it renders again", async () => {
  for (const hook of ["useQuery", "useQuery_experimental"]) {
    const steps = await both(async (rig) => {
      let of = 1;
      const read = {
        useQuery: () => rig.hooks.useQuery("m:list", { of }),
        useQuery_experimental: () =>
          rig.hooks.useQuery_experimental({ query: "m:list", args: { of } }),
      };
      const page = rig.show(() => plain(read[hook]()));
      of = 2; // and nothing renders the component for it
      await rig.settle();
      await rig.settle();
      return [page.last()];
    }, appOf);
    const shown = hook === "useQuery" ? "of 2" : { status: "success", data: "of 2" };
    assert.deepEqual(steps, [shown]);
  }
});
