// Jest without a configuration file, in both of its environments.

import { proofIn } from "../../lib/pages.mjs";

const environment = (name, notes) => ({
  name: `environment ${name}`,
  async run(ctx) {
    return { ...proofIn(await ctx.run("jest", [`${name}.test.js`])), notes };
  },
});

export default {
  name: "Jest",
  package: "jest",
  rows: [
    environment("node"),
    environment("jsdom", "no one-shot call: that environment has no `fetch`, for anybody"),
  ],
};
