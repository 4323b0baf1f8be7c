/** @jest-environment node */
// What a test of an app does in this environment of Jest's, without any setup.

const { proveProgram } = require("./proof/program.cjs");

test("Lentil is live in node", async () => {
  const proof = await proveProgram(process.env.CONVEX_URL);
  process.stdout.write(`\nproof=${JSON.stringify(proof)}\n`);
});
