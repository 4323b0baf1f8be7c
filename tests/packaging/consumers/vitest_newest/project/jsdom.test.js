// @vitest-environment jsdom
// What a test of an app does in this environment of Vitest's, without any setup.

import { test } from "vitest";
import { proveProgram } from "./proof/program.js";

test("Lentil is live in jsdom", async () => {
  const proof = await proveProgram(process.env.CONVEX_URL);
  process.stdout.write(`\nproof=${JSON.stringify(proof)}\n`);
});
