/** @jest-environment jsdom */
// What a test of an app does in this environment of Jest's, without any setup.

const { proveProgram } = require("./proof/program.cjs");

test("Lentil is live in jsdom", async () => {
  // Of the environment itself, looked at before Lentil is used.
  const hasFetch = typeof fetch === "function";
  const proof = await proveProgram(process.env.CONVEX_URL, { hasFetch });
  process.stdout.write(`\nproof=${JSON.stringify({ ...proof, hasFetch })}\n`);
});
