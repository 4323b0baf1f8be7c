// get-convex/convex-backend#562: after sleep the socket looks open and is dead; the client finds out a minute later.

import { MINUTE, outcomeOf, SECOND, scenario, sign } from "./rig.mjs";

scenario(
  "a dead socket is replaced within seconds of the page's return",
  async (world) => {
    const client = world.open();
    await world.settle();
    world.server.fallSilent();
    await world.advance(30 * SECOND);
    sign("pageshow");
    const outcome = outcomeOf(client.mutation("m:add", {}));
    await world.advance(10 * SECOND);
    return [outcome.word, world.server.connections];
  },
  { npm: ["pending", 1], lentil: ["done", 2] },
);

scenario(
  "a live socket is kept when the page returns",
  async (world) => {
    world.open();
    await world.settle();
    await world.advance(30 * SECOND);
    sign("pageshow");
    await world.advance(10 * SECOND);
    return world.server.connections;
  },
  { npm: 1, lentil: 1 },
);

scenario(
  "a dead socket is replaced also where nothing says that the app is back",
  async (world) => {
    const client = world.open();
    await world.settle();
    world.server.fallSilent();
    const outcome = outcomeOf(client.mutation("m:add", {}));
    await world.advance(2 * MINUTE);
    return [outcome.word, world.server.connections];
  },
  { npm: ["done", 2], lentil: ["done", 2] },
);
