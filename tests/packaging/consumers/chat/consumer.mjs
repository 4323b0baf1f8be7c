// The chat of examples/react-chat, as it is, in other browsers than those of `npm test`: two people beside each other on a
// page (`project/public/proof.html`), each of whom sees what the other one sends.

import { startDeployment } from "../../../support/deployment.mjs";

const LACKS = {
  "one-shot": "the chat makes no such call",
  values: "the chat has no bigint",
};

const chatIn = (shown, browser) => ({
  name: `production build, two people, ${shown}`,
  async run(ctx) {
    const deployment = await startDeployment({ folder: ctx.folder });
    try {
      await ctx.run("vite", ["build"], { env: { VITE_CONVEX_URL: deployment.url } });
      const proof = await ctx.page(`${await ctx.serve("dist")}proof.html`, browser);
      return { ...proof, lacks: LACKS, notes: "messages that are not ASCII, in both directions" };
    } finally {
      await deployment.close();
    }
  },
});

export default {
  name: "examples/react-chat, Vite",
  package: "vite",
  base: "examples/react-chat",
  rows: [chatIn("Firefox", "firefox"), chatIn("WebKit", "webkit")],
};
