// lentil/testing as a test of an app uses it: what is called and what comes of it, who is signed in, the connection.

import assert from "node:assert/strict";
import { test } from "node:test";
import { anyApi as api } from "convex/server";
import { ConvexError } from "convex/values";
import { createElement as h, StrictMode } from "react";
import * as lentil from "../../dist/react/index.js";
import { createTestConvex, pending } from "../../dist/react/testing/index.js";
import { act, render, settled, show } from "./shown.mjs";

test("mutations and actions are recorded in their order with what the server would get, and answered", async () => {
  const convex = createTestConvex()
    .mutation(api.m.add, ({ text }) => `id of ${text}`)
    .action(api.m.send, async () => {
      throw new ConvexError("no post today");
    });
  const use = () => [lentil.useMutation(api.m.add), lentil.useAction(api.m.send)];
  const [add, send] = show(convex, use).current;
  assert.equal(await add({ text: "one", left: undefined }), "id of one");
  await assert.rejects(send({ to: "ada" }), (error) => {
    assert.ok(error instanceof ConvexError);
    assert.ok(error.cause instanceof ConvexError, "what the test threw");
    return error.data === "no post today" && error.message.includes("[CONVEX A(m:send)]");
  });
  await add({ text: "two" });
  assert.deepEqual(convex.calls(api.m.add), [{ text: "one" }, { text: "two" }]);
  assert.deepEqual(convex.calls(), [
    { kind: "mutation", name: "m:add", args: { text: "one" } },
    { kind: "action", name: "m:send", args: { to: "ada" } },
    { kind: "mutation", name: "m:add", args: { text: "two" } },
  ]);
});

test("an answer may be a value, nothing at all, or a promise; one that is pending never ends", async () => {
  const convex = createTestConvex()
    .mutation(api.m.value, 5)
    .mutation(api.m.nothing, () => {})
    .mutation(api.m.never, pending);
  const ended = [];
  for (const name of ["value", "nothing", "never", "unanswered"]) {
    void convex.client.mutation(api.m[name], {}).then((value) => ended.push([name, value]));
  }
  await settled();
  assert.deepEqual(ended, [
    ["value", 5],
    ["nothing", null],
  ]);
  assert.equal(convex.client.connectionState().inflightMutations, 2);
});

test("an optimistic update is shown until the mutation ends, and no moment in between is shown", async () => {
  const messages = ["first"];
  let end;
  const convex = createTestConvex()
    .query(api.m.list, () => [...messages])
    .mutation(api.m.add, async ({ text }) => {
      await new Promise((resolve) => (end = resolve));
      messages.push(text);
    });
  const seen = show(convex, () => {
    const add = lentil.useMutation(api.m.add).withOptimisticUpdate((store, { text }) => {
      const list = store.getQuery(api.m.list, {}) ?? [];
      store.setQuery(api.m.list, {}, [...list, `${text} …`]);
    });
    return { list: lentil.useQuery(api.m.list, {}), add };
  });
  let outcome;
  await settled(() => {
    outcome = seen.current.add({ text: "second" });
  });
  assert.deepEqual(seen.current.list, ["first", "second …"]);
  await settled(() => end());
  assert.equal(await outcome, null);
  assert.deepEqual(seen.current.list, ["first", "second"]);
  const shown = new Set(seen.values.map(({ list }) => String(list)));
  assert.deepEqual([...shown], ["undefined", "first", "first,second …", "first,second"]);
});

test("an update of a mutation that fails falls; one that throws calls nothing", async () => {
  const convex = createTestConvex()
    .query(api.m.list, ["first"])
    .mutation(api.m.add, () => {
      throw new Error("full");
    });
  const seen = show(convex, () => lentil.useQuery(api.m.list, {}));
  const optimisticUpdate = (store) => store.setQuery(api.m.list, {}, ["shown"]);
  let outcome;
  act(() => {
    outcome = convex.client.mutation(api.m.add, {}, { optimisticUpdate });
  });
  assert.deepEqual(seen.current, ["shown"]);
  await assert.rejects(outcome, /\[CONVEX M\(m:add\)\] full/);
  assert.deepEqual(seen.current, ["first"]);
  const throwing = () => {
    throw new Error("the update");
  };
  const refused = convex.client.mutation(api.m.add, {}, { optimisticUpdate: throwing });
  await assert.rejects(refused, /the update/);
  assert.equal(convex.calls(api.m.add).length, 1);
});

test("who is signed in is what the test says, from the start and later", () => {
  for (const [how, wrap] of [
    ["plain", (tree) => tree],
    ["strict", (tree) => h(StrictMode, null, tree)],
  ]) {
    const said = () => {
      const state = lentil.useConvexAuth();
      return (
        Object.keys(state)
          .filter((key) => state[key])
          .join() || "nobody"
      );
    };
    const convex = createTestConvex({ auth: "authenticated" });
    const seen = show(convex, said, wrap);
    assert.equal(seen.current, "isAuthenticated", how);
    convex.auth("refreshing");
    assert.equal(seen.current, "isAuthenticated,isRefreshing");
    convex.auth("loading");
    assert.equal(seen.current, "isLoading");
    convex.auth("unauthenticated");
    assert.equal(seen.current, "nobody");
    convex.auth("authenticated");
    assert.equal(seen.current, "isAuthenticated");
    assert.equal(show(createTestConvex(), said).current, "nobody");
    assert.match(show(createTestConvex({ auth: "refreshing" }), said).current, /isRefreshing/);
  }
});

test("an app's own provider signs its user in with any token", async () => {
  const convex = createTestConvex();
  const fetchAccessToken = async () => "a token";
  const account = { isLoading: false, isAuthenticated: true, fetchAccessToken };
  const Auth = h(lentil.Authenticated, null, "in");
  const props = { client: convex.client, useAuth: () => account };
  const { container } = render(h(lentil.ConvexProviderWithAuth, props, Auth));
  await settled();
  assert.equal(container.textContent, "in");
  const said = [];
  convex.client.setAuth(
    () => Promise.reject(new Error("no token")),
    (isAuthenticated) => said.push(isAuthenticated),
  );
  await settled();
  assert.deepEqual(said, [false]);
});

test("the connection is there, counts what is under way, and is what the test says", async () => {
  let end;
  const convex = createTestConvex().mutation(api.m.add, () => new Promise((done) => (end = done)));
  const seen = show(convex, () => lentil.useConvexConnectionState());
  assert.equal(seen.current.isWebSocketConnected, true);
  await settled(() => {
    void convex.client.mutation(api.m.add, {});
  });
  assert.deepEqual([seen.current.hasInflightRequests, seen.current.inflightMutations], [true, 1]);
  await settled(() => end(null));
  assert.equal(seen.current.hasInflightRequests, false);
  convex.connection({ isWebSocketConnected: false, connectionRetries: 3 });
  assert.equal(seen.current.isWebSocketConnected, false);
  assert.equal(seen.current.connectionRetries, 3);
});

test("the client does what a real one does outside of components", async () => {
  const convex = createTestConvex().query(api.m.list, ["first"]);
  assert.deepEqual(await convex.client.query(api.m.list, {}), ["first"]);
  const watch = convex.client.watchQuery(api.m.list, {});
  const heard = [];
  const stop = watch.onUpdate(() => heard.push(watch.localQueryResult()));
  convex.query(api.m.list, ["second"]);
  await settled();
  stop();
  stop();
  convex.query(api.m.list, ["third"]);
  assert.deepEqual(heard.at(-1), ["second"]);
  await convex.client.close();
});

test("no WebAssembly, no socket, no timer: nothing is opened", async (t) => {
  const opened = [];
  for (const [owner, name] of [
    [WebAssembly, "Module"],
    [WebAssembly, "Instance"],
    [globalThis, "WebSocket"],
    [globalThis, "setTimeout"],
    [globalThis, "setInterval"],
  ]) {
    const original = owner[name];
    owner[name] = new Proxy(original ?? class {}, {
      apply: (target, self, args) => opened.push(name) && Reflect.apply(target, self, args),
      construct: (target, args) => opened.push(name) && Reflect.construct(target, args),
    });
    t.after(() => {
      owner[name] = original;
    });
  }
  const convex = createTestConvex().query(api.m.list, 5).mutation(api.m.add, 6);
  const live = convex.client.watchQuery(api.m.list, {});
  const stop = live.onUpdate(() => {});
  assert.equal(live.localQueryResult(), 5);
  assert.equal(await convex.client.mutation(api.m.add, {}), 6);
  stop();
  assert.deepEqual(opened, []);
});
