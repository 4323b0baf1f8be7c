// The steps of a script. Each works alike on either side; one that has nothing to act on gives false.

const LONGEST_BACKOFF_S = 60;

/** The other sides of the app: users of the same table. */
const TABLE = {
  insert: ({ table }, { key }) => table.put({ key, by: "another" }),
  bulk({ table }, { from, count }) {
    for (let i = 0; i < count; i++) table.put({ key: from + (i + 1) / 64, by: "another" });
  },
  remove: ({ table }, { at }) => table.remove(at),
  change({ table }, { at, by }) {
    const row = table.rows[at % Math.max(table.rows.length, 1)];
    return row !== undefined && table.put({ ...row, by });
  },
  hold: ({ table }, { page }) => table.hold(page),
  release: ({ table }) => table.hold(undefined),
  fail: ({ table }, { page, how }) => table.fail(page, how),
  heal: ({ table }) => table.fail(undefined),
  limits({ table }, { limits }) {
    table.limits = limits;
  },
};

const watch = (side, { list, given }) => {
  side.lists.set(list, given);
  side.lives.set(list, (side.lives.get(list) ?? 0) + 1);
  side.face.watch(list, given);
};

/** What a list is given anew, where it is shown. */
const give = (what) => (side, step) => {
  const given = side.lists.get(step.list);
  if (given === undefined) return false;
  return watch(side, { list: step.list, given: { ...given, ...what(step) } });
};

const leave = (side, { list }) => {
  if (!side.lists.delete(list)) return false;
  side.face.leave(list);
  return true;
};

const more =
  (times) =>
  (side, { list, numItems }) => {
    const loadMore = side.face.loadMore(list);
    if (loadMore === undefined || side.isCatchingUp) return false;
    side.earlier.set(list, { loadMore, life: side.lives.get(list) });
    for (let i = 0; i < times; i++) side.loadMore(loadMore, numItems + i);
    return true;
  };

/** What the app does. */
const APP = {
  watch: (side, step) => !side.lists.has(step.list) && watch(side, step) !== false,
  leave,
  leaveAndReturn(side, { list }) {
    const given = side.lists.get(list);
    return leave(side, { list }) && watch(side, { list, given });
  },
  args: give(({ args }) => ({ args })),
  skip: give(() => ({ args: "skip" })),
  size: give(({ initialNumItems }) => ({ initialNumItems })),
  again: give(() => ({})),
  retry: (side, { list }) => side.face.retry(list),
  more: more(1),
  moreTwice: more(2),
  /** With a function of an earlier render, perhaps of a list that is gone. */
  moreOfEarlier(side, { list, numItems }) {
    const earlier = side.earlier.get(list);
    if (earlier === undefined || side.isCatchingUp) return false;
    side.loadMore(earlier.loadMore, numItems);
    return true;
  },
  moreAndArgs(side, { list, numItems, args }) {
    return more(1)(side, { list, numItems }) && APP.args(side, { list, args });
  },
  put(side, { key, update }) {
    const item = { key, by: "me" };
    side.request({ key }, (localQueryStore) =>
      UPDATES[update.helper](side.face.helpers, { ...update, localQueryStore, item }),
    );
  },
};

/** The helpers for optimistic updates of lists. */
const UPDATES = {
  insertAtTop: (helpers, its) => helpers.insertAtTop(insertion(its)),
  insertAtBottomIfLoaded: (helpers, its) => helpers.insertAtBottomIfLoaded(insertion(its)),
  insertAtPosition: (helpers, its) =>
    helpers.insertAtPosition({
      ...insertion(its),
      sortOrder: "asc",
      sortKeyFromItem: ({ key }) => key,
    }),
  optimisticallyUpdateValueInPaginatedQuery: (helpers, { localQueryStore, args, item }) =>
    helpers.optimisticallyUpdateValueInPaginatedQuery(localQueryStore, "m:list", args, (value) =>
      value.key > item.key ? { ...value, by: "me" } : value,
    ),
};

const insertion = ({ localQueryStore, item, argsToMatch }) => ({
  paginatedQuery: "m:list",
  localQueryStore,
  item,
  ...(argsToMatch && { argsToMatch }),
});

export const HELPERS = Object.keys(UPDATES);

/** What the server and the network do. */
const SERVER = {
  answer: (side) => deliver(side, side.line.in("open") && side.server.answer()),
  refuse: (side) => deliver(side, side.line.in("open") && side.server.answer("refused")),
  async drop(side) {
    if (!side.line.in("open")) return false;
    side.isDown = true;
    await side.line.end(1006, "");
    return true;
  },
  async reconnect(side) {
    if (!side.isDown) return false;
    for (let s = 0; s < LONGEST_BACKOFF_S && !side.line.in("connecting"); s++) {
      await side.world.advance(side.world.now + 1_000);
    }
    side.isDown = false;
    side.isCatchingUp = true;
    return true;
  },
};

async function deliver({ line }, text) {
  if (!text) return false;
  await line.deliver([text]);
  return true;
}

const inATask = (op) => async (side, step) => {
  let done;
  await side.world.run(() => {
    done = op(side, step);
  });
  return done;
};

export const STEPS = {
  ...TABLE,
  ...Object.fromEntries(Object.entries(APP).map(([kind, op]) => [kind, inATask(op)])),
  ...SERVER,
};
