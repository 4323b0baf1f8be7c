// Next.js 15: the project of Next.js 16 with a middleware, which runs at the edge, for the proxy.

import { rowsOf } from "../next_16/consumer.mjs";

export default {
  name: "Next.js 15",
  package: "next",
  base: "tests/packaging/consumers/next_16/project",
  rows: rowsOf({
    bundlers: [["webpack"], ["Turbopack", "--turbopack"]],
    before: "middleware at the edge",
  }),
};
