// One build of a clone at a time: two at once would take each other's wasm, as cargo names the
// module of both roles alike. A lock left behind by a process that is gone is taken over.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { inTarget } from "../repo.mjs";
import { say } from "../say.mjs";

export async function withBuildLock(body) {
  const lock = inTarget("build.lock");
  mkdirSync(inTarget(), { recursive: true });
  for (let hasWaited = false; !taken(lock); hasWaited = true) {
    if (!hasWaited) say("waiting for another build of this clone");
    await delay(200);
  }
  try {
    return await body();
  } finally {
    rmSync(lock, { force: true });
  }
}

function taken(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  if (!isAlive(ownerOf(lock))) rmSync(lock, { force: true });
  return false;
}

function ownerOf(lock) {
  try {
    return Number(readFileSync(lock, "utf8")) || process.pid;
  } catch {
    return process.pid; // just released: the next try takes it
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
