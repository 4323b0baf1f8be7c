// A second `npm start` knows a running first one, and is not stopped by what one left behind.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { alreadyRunning, forgetRunning, noteRunning } from "./running.mjs";

const CHAT = "http://127.0.0.1:1";

let folder;
let note;
let server;
let deployment;
let name = "lentil-local";

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "lentil-running-"));
  note = join(folder, "target", "start.json");
  server = createServer((_request, response) => response.end(name));
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  deployment = `http://127.0.0.1:${server.address().port}`;
});

after(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

test("one that runs is named, until it has ended", async () => {
  assert.equal(await alreadyRunning(note), null);
  noteRunning({ chat: CHAT, deployment }, note);
  const { chat, deployment: found } = await alreadyRunning(note);
  assert.deepEqual({ chat, found }, { chat: CHAT, found: deployment });
  forgetRunning(note);
  assert.equal(await alreadyRunning(note), null);
});

test("what a killed one left behind stops nobody", async () => {
  noteRunning({ chat: CHAT, deployment: "http://127.0.0.1:1" }, note);
  assert.equal(await alreadyRunning(note), null, "nobody answers");
  name = "something else";
  noteRunning({ chat: CHAT, deployment }, note);
  assert.equal(await alreadyRunning(note), null, "another program answers");
  name = "lentil-local";
  writeFileSync(note, JSON.stringify({ pid: 2 ** 30, chat: CHAT, deployment }));
  assert.equal(await alreadyRunning(note), null, "its process is gone");
  writeFileSync(note, '{"pid":');
  assert.equal(await alreadyRunning(note), null, "half a note");
});
