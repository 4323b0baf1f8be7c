// Jest without a configuration file, in both of its environments.

import { proofIn } from "../../lib/pages.mjs";

const environment = (name) => ({
  name: `environment ${name}`,
  async run(ctx) {
    const { hasFetch, ...proof } = proofIn(await ctx.run("jest", [`${name}.test.js`]));
    if (hasFetch) return proof;
    return { ...proof, lacks: { "one-shot": "that environment has no `fetch`, for anybody" } };
  },
});

export default {
  name: "Jest",
  package: "jest",
  rows: [environment("node"), environment("jsdom")],
};
