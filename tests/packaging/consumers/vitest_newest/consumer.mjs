// The newest Vitest and jsdom, which want a newer Node than the one that runs the tests.

import { CannotRun } from "../../lib/cannot_run.mjs";
import { environment } from "../vitest/consumer.mjs";

const SOCKET_ERROR = 'The "event" argument must be an instance of Event';

const jsdom = {
  ...environment("jsdom"),
  mayNotRun: true,
  async run(ctx) {
    await ctx.run("vitest", ["run", "socket.test.js"]).catch((error) => {
      if (!error.message.includes(SOCKET_ERROR)) throw error;
      throw new CannotRun(`no WebSocket connects there, without Lentil either: "${SOCKET_ERROR}"`);
    });
    return await environment("jsdom").run(ctx);
  },
};

export default {
  name: "Vitest on the newest Node",
  package: "vitest",
  rows: [environment("node"), jsdom],
};
