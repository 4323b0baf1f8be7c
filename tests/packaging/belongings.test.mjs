// What belongs to a browser ends with it, and with a launch that fails.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { within } from "../support/deadline.mjs";
import { Belongings } from "./lib/belongings.mjs";

const NEVER_ENDS = ["--eval", 'setInterval(() => {}, 1000); console.log("is there")'];
const never = new Promise(() => {});

/** A program that runs until it is ended, its output, and a folder. */
async function some(belongings) {
  const folder = await belongings.folder("belongings");
  const stdio = ["ignore", "pipe", "inherit"];
  const { child } = belongings.start(process.execPath, NEVER_ENDS, { stdio });
  await new Promise((resolve) => child.stdout.once("data", resolve));
  return { folder, child };
}

function assertGone({ folder, child }) {
  assert.equal(child.signalCode, "SIGTERM");
  assert.equal(existsSync(folder), false);
}

test("a launch that fails leaves no process and no folder, and says why it failed", async () => {
  let made;
  const launch = Belongings.during(async (belongings) => {
    belongings.add(() => Promise.reject(new Error("an end that fails")));
    made = await some(belongings);
    belongings.add(() => Promise.reject(new Error("an end that fails")));
    throw new Error("the session was refused");
  });
  await assert.rejects(launch, /the session was refused/);
  assertGone(made);
});

test("a launch that waits for a program that has ended fails", async () => {
  const waits = (command, args) =>
    within(
      "the launch to fail",
      Belongings.during((belongings) => belongings.start(command, args).untilEnd(never)),
    );
  await assert.rejects(waits(process.execPath, ["--eval", "process.exit(3)"]), /ended \(3\)/);
  await assert.rejects(waits("/no/such/program", []), /ENOENT/);
});

test("a browser that is closed leaves no process and no folder", async () => {
  const launched = await Belongings.during(async (belongings) => ({
    ...(await some(belongings)),
    close: () => belongings.end(),
  }));
  await launched.close();
  assertGone(launched);
});
