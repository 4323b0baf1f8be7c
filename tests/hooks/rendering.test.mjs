// Promises of the hooks to what React does with components: suspending, transitions, error boundaries, hydration.

import assert from "node:assert/strict";
import { test } from "node:test";
import { render } from "@testing-library/react";
import { Component, StrictMode, Suspense, startTransition, useState } from "react";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { pagesApp } from "./pages_app.mjs";
import { act, h, lentil, quietly, rigOf, Using } from "./rig.mjs";

const { ConvexProvider, usePaginatedQuery, usePaginatedQuery_experimental, useQuery } = lentil;
const echo = { query: (path, args) => `${path} ${args.of}` };

function List({ of }) {
  return String(useQuery("m:list", { of }));
}

/** Suspends until `resource.give()`. */
function resource() {
  const it = { ready: false };
  it.promise = new Promise((resolve) => {
    it.give = () =>
      act(async () => {
        it.ready = true;
        resolve();
      });
  });
  return it;
}

function Waiting({ on }) {
  if (!on.ready) throw on.promise;
  return null;
}

test("what suspends before it is shown subscribes to nothing, then once", async () => {
  const { client, server, settle } = rigOf(lentil, echo);
  const on = resource();
  const page = h(Suspense, { fallback: "waiting" }, h(List, { of: 1 }), h(Waiting, { on }));
  const { container } = render(h(ConvexProvider, { client }, page));
  await settle();
  assert.deepEqual([container.textContent, server.edits()], ["waiting", []]);
  await on.give();
  await settle();
  assert.deepEqual([container.textContent, server.edits()], ["m:list 1", ["+0 m:list"]]);
});

test("a transition to other arguments shows what is there until the new result is asked for", async () => {
  const { client, server, settle } = rigOf(lentil, echo);
  let change;
  const on = resource();
  const use = () => {
    const [of, setOf] = useState(1);
    change = setOf;
    return h(Suspense, { fallback: "waiting" }, h(List, { of }), of === 2 && h(Waiting, { on }));
  };
  const { container } = render(h(ConvexProvider, { client }, h(Using, { use })));
  await settle();
  await act(async () => startTransition(() => change(2)));
  await settle();
  assert.deepEqual([container.textContent, server.edits()], ["m:list 1", ["+0 m:list"]]);
  await on.give();
  await settle();
  assert.equal(container.textContent, "m:list 2");
  assert.deepEqual(server.edits().toSorted(), ["+0 m:list", "+1 m:list", "-0"]);
});

class Boundary extends Component {
  state = {};
  static getDerivedStateFromError(error) {
    return { error };
  }
  render() {
    this.props.onRender(() => this.setState({ error: undefined }));
    return this.state.error ? "failed" : this.props.children;
  }
}

test("below an error boundary that is reset a query that has recovered is shown", async (t) => {
  quietly(t);
  const app = {
    query() {
      if (app.isBroken) throw new Error("broken");
      return "fine";
    },
    isBroken: true,
  };
  const { client, server, settle } = rigOf(lentil, app);
  let reset;
  const onRender = (next) => {
    reset = next;
  };
  const { container } = render(
    h(ConvexProvider, { client }, h(Boundary, { onRender }, h(List, { of: 1 }))),
  );
  await settle();
  assert.equal(container.textContent, "failed");
  app.isBroken = false;
  await act(async () => server.change());
  await act(async () => reset());
  await settle();
  assert.equal(container.textContent, "fine");
});

test("a page of a server is hydrated as it is, also where the client knows more already", async (t) => {
  const said = t.mock.method(console, "error", () => {});
  const { client, settle } = rigOf(lentil, echo);
  client.watchQuery("m:list", { of: 1 }).onUpdate(() => {});
  await settle();
  const page = h(StrictMode, null, h(ConvexProvider, { client }, h(List, { of: 1 })));
  const container = document.createElement("div");
  container.innerHTML = renderToString(page);
  assert.equal(container.textContent, "undefined");
  let root;
  await act(async () => {
    root = hydrateRoot(container, page);
  });
  assert.deepEqual([container.textContent, said.mock.callCount()], ["m:list 1", 0]);
  await act(async () => root.unmount());
});

test("a component that leaves by the same news shows nothing of it", async () => {
  const app = { count: 0, query: (path) => `${path} ${app.count}` };
  const { client, server, settle } = rigOf(lentil, app);
  const seen = [];
  const child = () => {
    const second = useQuery("m:second");
    seen.push(second);
    return second ?? null;
  };
  const parent = () => {
    const first = useQuery("m:first");
    return first?.endsWith("1") ? null : h(Using, { use: child });
  };
  render(h(ConvexProvider, { client }, h(Using, { use: parent })));
  await settle();
  app.count = 1;
  await act(async () => server.change());
  await settle();
  assert.equal(seen.at(-1), "m:second 0", "the child has left with what it was shown");
  assert.deepEqual(server.edits(), ["+0 m:second", "+1 m:first", "-0"]);
});

test("more pages asked for in the step that begins anew are none of the new list", async () => {
  for (const usePages of [usePaginatedQuery, usePaginatedQuery_experimental]) {
    const rig = rigOf(lentil, pagesApp(7));
    const page = rig.show((args) => usePages("m:list", args, { initialNumItems: 3 }), { of: 1 });
    await rig.settle();
    const { loadMore } = page.last();
    await act(async () => {
      page.again({ of: 2 });
      loadMore(2);
    });
    await rig.settle();
    assert.deepEqual(
      page.last().results.map(({ row }) => row),
      [1, 2, 3],
    );
  }
});
