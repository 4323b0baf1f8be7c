// Random things that an app, a server and a network do, and doing them to one client.
// Owns what may happen. Leaves what must hold to random.test.mjs.

import assert from "node:assert/strict";
import { breakCoreBy } from "../js/broken_core.mjs";
import { DEADLINE_MS } from "../support/deadline.mjs";

const QUERIES = ["m:one", "m:two", "m:list", "m:bad"];

/** `n` steps from a source of chance. */
export function randomScript(random, n) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const makers = [
    [6, () => ({ watch: pick(QUERIES), of: Math.floor(random() * 2) })],
    [5, () => ({ unwatch: Math.floor(random() * 8) })],
    [3, () => ({ mutate: Math.floor(random() * 100), isOptimistic: random() < 0.5 })],
    [1, () => ({ act: Math.floor(random() * 100) })],
    [3, () => ({ change: Math.floor(random() * 100) })],
    [2, () => ({ drop: true })],
    [2, () => ({ user: pick(["ann", "bob", undefined]) })],
    [4, () => ({ turns: 1 + Math.floor(random() * 3) })],
    [6, () => ({ settle: true })],
  ];
  const all = makers.flatMap(([weight, make]) => Array(weight).fill(make));
  const steps = Array.from({ length: n }, () => pick(all)());
  // Once alone: the second time within a minute a core begins later.
  if (random() < 0.5) steps.splice(Math.floor(random() * n), 0, { breaks: true });
  return steps;
}

/** An app whose results follow a number. */
export function appOf(state) {
  return {
    query(path, { of }, _memory, asker) {
      if (path === "m:bad") throw new Error(`bad at ${state.number}`);
      if (path !== "m:list") return { path, of, number: state.number, asker: asker ?? null };
      return Array.from({ length: 30 }, (_, id) => ({
        _id: `${of} ${id}`,
        votes: id === state.number % 30 ? state.number : id,
        text: "the same in each of them, so that it is long enough to be patched",
      }));
    },
    mutation(_path, { add }) {
      state.number += add;
      return state.number;
    },
    action: (_path, { give }) => give,
  };
}

/** A client under such a script. */
export class Player {
  watches = [];
  outcomes = [];
  #rig;
  #state;
  #token;

  constructor(rig, state) {
    this.#rig = rig;
    this.#state = state;
  }

  async play(step) {
    const { client, server } = this.#rig;
    if (step.watch) this.#watch(step.watch, { of: step.of });
    if (step.unwatch !== undefined) this.watches.splice(step.unwatch, 1)[0]?.stop();
    if (step.mutate !== undefined) this.#mutate(step);
    if ("user" in step) this.#sign(step.user);
    if (step.act !== undefined) this.#keep(client.action("m:act", { give: step.act }));
    if (step.change !== undefined) this.#state.number = step.change;
    if (step.change !== undefined && server.isOpen) server.change();
    if (step.drop && server.isOpen) this.#drop();
    if (step.breaks && server.connections > 0)
      breakCoreBy(new WebAssembly.RuntimeError("unreachable"));
    for (let turn = 0; turn < (step.turns ?? 0); turn++) await new Promise(setImmediate);
    if (step.settle) await this.settle();
  }

  async settle() {
    await this.#rig.server.settle();
  }

  /** Until it is connected and has all answers; timers take real time. */
  async settleOnline() {
    const { client, server } = this.#rig;
    client.reconnect();
    const isDone = () => server.isOpen && !this.outcomes.includes("pending");
    for (const end = Date.now() + DEADLINE_MS; ; ) {
      await this.settle();
      if (isDone()) return;
      if (Date.now() > end) throw new Error(`it does not settle: ${this.outcomes}`);
    }
  }

  /** What the watches show. */
  shown() {
    return this.watches.map(({ read }) => read());
  }

  /** What they should show. */
  wanted(app) {
    return this.watches.map(({ name, args }) =>
      wanted(() => app.query(name, args, {}, this.#token), name),
    );
  }

  /** What is watched, each once, in an order of its own. */
  watched() {
    const all = this.watches.map(({ name, args }) => JSON.stringify([name, args]));
    return [...new Set(all)].toSorted();
  }

  /** Nothing of the last user may be shown from here on. */
  #sign(user) {
    const { client } = this.#rig;
    this.#token = user && token(user);
    if (user === undefined) client.clearAuth();
    else client.setAuth(async () => token(user));
    const shows = /"asker":"/.test(JSON.stringify(this.shown()));
    assert.ok(user !== undefined || !shows, "somebody's own is shown to nobody");
  }

  /** What the core does about it by itself takes its time. */
  #drop() {
    this.#rig.server.drop();
    setImmediate(() => this.#rig.client.reconnect());
  }

  #watch(name, args) {
    const watch = this.#rig.client.watchQuery(name, args);
    const stop = watch.onUpdate(() => {});
    this.watches.push({
      name,
      args,
      stop,
      read: () => wanted(() => watch.localQueryResult(), name),
    });
  }

  #mutate({ mutate: add, isOptimistic }) {
    const args = { of: 1 };
    const optimisticUpdate = (store) => store.setQuery("m:one", args, `adding ${add}`);
    const options = isOptimistic ? { optimisticUpdate } : {};
    this.#keep(this.#rig.client.mutation("m:add", { add }, options));
  }

  #keep(promise) {
    const at = this.outcomes.push("pending") - 1;
    promise.then(
      (value) => {
        this.outcomes[at] = value;
      },
      ({ message }) => {
        this.outcomes[at] = message;
      },
    );
  }
}

/** A result, or that there was an error of the query's own. */
function wanted(result, name) {
  try {
    return result();
  } catch ({ message }) {
    return {
      thrown: message.replace(`[CONVEX Q(${name})] `, "").replace("\n  Called by client", ""),
    };
  }
}

/** A JWT for a day. */
function token(sub) {
  const parts = [{ alg: "none" }, { iss: "i", sub, iat: 1000, exp: 87_400 }];
  const encoded = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"));
  return `${encoded.join(".")}.x`;
}
