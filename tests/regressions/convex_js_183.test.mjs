// get-convex/convex-js#183: a tab whose connection broke while nobody looked waits out its backoff when it is shown again.
// Lentil keeps to its backoff there, too: a deployment that is down is not dialled at every glance at the page. What it
// adds is that a dead connection is found out (convex_backend_562.test.mjs).

import { MINUTE, scenario, sign } from "./rig.mjs";

/** How many connections are made when the page hears the sign, before any time passes. */
const returning = (name) => async (world) => {
  world.open();
  await world.settle();
  world.server.isDown = true;
  world.server.drop();
  await world.advance(5 * MINUTE);
  world.server.isDown = false;
  const before = world.server.connections;
  sign(name);
  await world.settle();
  return world.server.connections - before;
};

for (const name of ["visibilitychange", "pageshow", "focus"]) {
  scenario(`a page in backoff keeps to it on ${name}`, returning(name), { npm: 0, lentil: 0 });
}

scenario("a page in backoff connects at once on online", returning("online"), {
  npm: 1,
  lentil: 1,
});
