// What a stage started ends with it: also what its tests started in process groups of their own, and what does not heed.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { after, before, test } from "node:test";
import { within } from "../../../tests/support/deadline.mjs";

const RUNNER = new URL("./runner.mjs", import.meta.url).href;
const CLEANUP = new URL("../../../tests/support/cleanup.mjs", import.meta.url).href;

/** Whoever connects is there for as long as the connection is, for the end of a process ends it. */
const server = createServer();
before(() => once(server.listen(0, "127.0.0.1"), "listening"));
after(() => server.close());

const connected = () => `
import("node:net").then(({ connect }) => connect(${server.address().port}, "127.0.0.1"));
`;

/** A test with a server in a group of its own, as tests/packaging has them. */
const inOwnGroup = () => `
const { spawn } = await import("node:child_process");
const { killAtExit } = await import(${JSON.stringify(CLEANUP)});
killAtExit(spawn(process.execPath, ["--eval", ${JSON.stringify(connected())}], { detached: true }));
`;

const heedless = () => `process.on("SIGTERM", () => {});${connected()}`;

/** A test that ends once it is told to by the program that it leaves behind, which is told by the server. */
const leavingBehind = () => `
const { spawn } = await import("node:child_process");
const program = ${JSON.stringify(`
process.on("SIGTERM", () => {});
const { connect } = require("node:net");
connect(PORT, "127.0.0.1").on("data", () => process.send("end"));
`)}.replace("PORT", ${server.address().port});
const stdio = ["ignore", "inherit", "inherit", "ipc"];
spawn(process.execPath, ["--eval", program], { stdio }).once("message", () => process.exit(0));
`;

/** A run of one stage that runs `program`, by itself, as it ends its process. */
function startRun(program, graceMs) {
  const command = [process.execPath, "--input-type=module", "--eval", program];
  const stage = `{ commands: [${JSON.stringify(command)}], count: () => ({ passed: 1, failed: 0 }) }`;
  const text = `
    const { runStage } = await import(${JSON.stringify(RUNNER)});
    await runStage(${stage}, {}, ${graceMs});
  `;
  const args = ["--input-type=module", "--eval", text];
  return spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
}

for (const signal of ["SIGINT", "SIGTERM"]) {
  for (const [what, program, graceMs] of [
    ["what a test started in a group of its own", inOwnGroup, 60_000],
    ["a test that does not heed", heedless, 100],
  ]) {
    test(`a run that is ended by ${signal} ends ${what}`, async () => {
      const isThere = once(server, "connection");
      const run = startRun(program(), graceMs);
      const hasEnded = once(run, "exit");
      const [connection] = await within("the program to connect", isThere);
      const isGone = once(connection.on("error", () => {}).resume(), "close");
      run.kill(signal);
      await within("the program to end", isGone);
      const [code] = await within("the run to end", hasEnded);
      assert.equal(code, 130);
    });
  }
}

test("a stage ends what a test left behind in its group, though it does not heed", async () => {
  const isThere = once(server, "connection");
  const run = startRun(leavingBehind(), 100);
  const hasEnded = once(run, "exit");
  const [connection] = await within("the program to connect", isThere);
  connection.on("error", () => {}).resume();
  const isGone = once(connection, "close");
  connection.write("end");
  await within("what was left behind to end", isGone);
  const [code] = await within("the run to end", hasEnded);
  assert.equal(code, 0);
});
