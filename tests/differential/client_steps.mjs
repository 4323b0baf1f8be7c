// What the app does in a script. Each step works alike on either side; one that has lost its object does nothing.

import { jsonToConvex } from "convex/values";
import { TokenSource } from "./tokens.mjs";
import { QUERIES } from "./wire.mjs";

const decode = (json) => (json === undefined ? undefined : jsonToConvex(json));

/** Steps within one task of the event loop. */
const OPS = {
  subscribe: (side, { id, query, journal }) => side.subscribe(id, query, journal),
  unsubscribe(side, { of }) {
    side.unsubscribe(of);
  },
  unsubscribeTwice(side, { of }) {
    const subscriber = side.unsubscribe(of);
    const others = [...side.subscribers.values()].some(({ index }) => index === subscriber?.index);
    if (subscriber && !others) side.world.attempt(() => subscriber.leave());
  },
  mutate(side, step) {
    const update = step.update && updateOf(side, step);
    side.request(step, () => side.client.mutation(step.name, decode(step.args), update));
  },
  setAuth,
  setAdmin: (side, { key, actingAs }) => side.client.setAdmin(key, actingAs),
  clearAuth: (side) => side.client.clearAuth(),
  act: (side, step) => side.request(step, () => side.client.action(step.name, decode(step.args))),
};

const alone = (op) => async (side, step) => {
  if ("of" in step && !side.subscribers.has(step.of)) return false;
  let done;
  await side.world.run(() => {
    done = op(side, step);
  });
  return done;
};

/** Tokens from here on, by the plan of the step. */
function setAuth(side, { plan }) {
  const source = new TokenSource(side, plan);
  side.tokens = source;
  side.client.setAuth(
    (how) => source.fetch(how),
    (is) => side.tell("authenticated", is),
    (is) => side.tell("refreshing", is),
  );
}

/** Steps of the app; `tick` does several in one task. What has nothing to act on gives false. */
export const CLIENT_STEPS = {
  ...Object.fromEntries(Object.entries(OPS).map(([kind, op]) => [kind, alone(op)])),
  /** All tokens that are held back are given, also those that are asked for when there was none. */
  async token(side) {
    let given = false;
    let more = true;
    while (more) {
      await side.world.run(() => {
        more = side.tokens?.release() ?? false;
      });
      given ||= more;
    }
    return given;
  },
  tick: (side, { ops }) =>
    side.world.run(() => {
      for (const op of ops) OPS[op.kind](side, op);
    }),
};

/** The update of a mutation; what only its first run does, it does once. */
function updateOf(side, { id, update }) {
  let runs = 0;
  let threw = false;
  return (store) => {
    const isFirst = runs++ === 0;
    if (threw) return; // the official client goes on replaying it
    try {
      for (const part of update) PARTS[part.op](store, { ...part, id, isFirst, side });
    } catch (error) {
      threw = true;
      throw error;
    }
  };
}

const PARTS = {
  append(store, { query, id, isFirst, side }) {
    const { name, args } = QUERIES[query];
    const old = store.getQuery(name, args);
    if (isFirst) side.read(query, old);
    store.setQuery(name, args, [...(Array.isArray(old) ? old : []), `by ${id}`]);
  },
  set(store, { query, value }) {
    const { name, args } = QUERIES[query];
    store.setQuery(name, args, decode(value));
  },
  all(store, { name, id }) {
    for (const { args, value } of store.getAllQueries(name)) {
      if (Array.isArray(value)) store.setQuery(name, args, [...value, `all ${id}`]);
    }
  },
  nest(_, { isFirst, side, mutate }) {
    if (isFirst) OPS.mutate(side, mutate);
  },
  throw(_, { isFirst, id }) {
    if (isFirst) throw new Error(`update ${id} threw`);
  },
};
