// What tests/support/cleanup.mjs promises of the end of a process: its children are ended and its folders removed,
// whatever of it fails.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { within } from "../support/deadline.mjs";

const CLEANUP = new URL("../support/cleanup.mjs", import.meta.url);

/** Says where its folder is; one removal and one kill fail, and the child holds this program's output open. */
const program = (ending) => `
import { spawn } from "node:child_process";
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
const { rmSync } = fs;
let isFirst = true;
fs.rmSync = (...args) => {
  if (!isFirst) return rmSync(...args);
  isFirst = false;
  rmSync(...args);
  throw new Error("a removal that fails");
};
syncBuiltinESMExports();
const { killAtExit, temporaryFolder } = await import(${JSON.stringify(CLEANUP.href)});
await temporaryFolder("cleanup-first");
killAtExit({ once() {}, kill() { throw new Error("a kill that fails"); } });
killAtExit(spawn(process.execPath, ["--eval", "setInterval(() => {}, 1000)"], { stdio: "inherit" }));
console.log((await temporaryFolder("cleanup-second")).path);
${ending}
`;

for (const [how, ending, signal] of [
  ["ends by itself", "process.exit(0);"],
  ["throws", 'throw new Error("broke");'],
  ["is told to end", "setInterval(() => {}, 1000);", "SIGTERM"],
]) {
  test(`a process that ${how} leaves no child and no folder, though parts of that fail`, async () => {
    const args = ["--input-type=module", "--eval", program(ending)];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    // Both outputs end once the program and its child have ended.
    const closed = once(child, "close");
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (text) => {
      errors += text;
    });
    const [printed] = await within("the folder's name", once(child.stdout, "data"));
    if (signal) child.kill(signal);
    await within("the program and its child to end", closed);
    assert.equal(existsSync(String(printed).trim()), false);
    assert.match(errors, /left behind: a kill that fails[\s\S]*left behind: a removal that fails/);
  });
}
