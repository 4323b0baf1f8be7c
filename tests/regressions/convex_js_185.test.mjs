// get-convex/convex-js#185: what throws in a timer or an event of the connection parks the client: nobody dials again,
// and queries load for ever. The thread has seen assertions fail but knows no row of events that leads there; these
// are rows that do.

import { MINUTE, outcomeOf, SECOND, scenario } from "./rig.mjs";

scenario(
  "a WebSocket that cannot be made once is made again",
  async (world) => {
    let failures = 0;
    const make = (url) => {
      if (failures-- > 0) throw new Error("no more sockets");
      return new world.server.WebSocket(url);
    };
    // biome-ignore lint/complexity/useArrowFunction: it is called with new
    const client = world.open(function (url) {
      return make(url);
    });
    await world.settle();
    failures = 1;
    world.server.drop();
    const outcome = outcomeOf(client.mutation("m:add", {}));
    await world.advance(60 * MINUTE);
    return [outcome.word, ...world.escaped];
  },
  { npm: ["pending", "no more sockets"], lentil: ["done"] },
);

// The second telling comes while the next connection is being made, which then opens.
scenario(
  "an end that is told twice leaves no open connection behind",
  async (world) => {
    const client = world.open();
    await world.settle();
    const [first] = world.server.sockets;
    world.server.isHolding = true;
    world.server.drop();
    await world.advance(2 * SECOND);
    first.onclose?.({ code: 1006, reason: "" });
    world.server.isHolding = false;
    const outcome = outcomeOf(client.mutation("m:add", {}));
    await world.advance(10 * MINUTE);
    const open = world.server.sockets.slice(1).filter(({ closed }) => !closed).length;
    return [outcome.word, open, ...world.escaped];
  },
  {
    npm: ["done", 2, "onopen called with socket not in connecting state"],
    lentil: ["done", 1],
  },
);
