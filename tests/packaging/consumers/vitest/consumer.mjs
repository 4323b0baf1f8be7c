// Vitest without a configuration file, in the environments node and jsdom.

import { proofIn } from "../../lib/pages.mjs";

const environment = (name) => ({
  name: `environment ${name}`,
  async run(ctx) {
    return proofIn(await ctx.run("vitest", ["run", `${name}.test.js`]));
  },
});

export default {
  name: "Vitest",
  package: "vitest",
  rows: [environment("node"), environment("jsdom")],
  cannot: [
    {
      name: "environment jsdom, jsdom 27.4 and later",
      why: 'its WebSocket throws there when it connects (`The "event" argument must be an instance of Event`), used by whom it may be',
    },
  ],
};
