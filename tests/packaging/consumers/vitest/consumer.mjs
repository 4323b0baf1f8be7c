// Vitest without a configuration file, in the environments node and jsdom: the newest of both for this Node with which
// a WebSocket works (see vitest_newest).

import { proofIn } from "../../lib/pages.mjs";

/** The row of an environment of Vitest's. */
export const environment = (name) => ({
  name: `environment ${name}`,
  async run(ctx) {
    return proofIn(await ctx.run("vitest", ["run", `${name}.test.js`]));
  },
});

export default {
  name: "Vitest",
  package: "vitest",
  rows: [environment("node"), environment("jsdom")],
};
