// What must not outlive the test process: folders and child processes, gone even when a test throws.

import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const atExit = new Set();

process.on("exit", () => {
  for (const work of atExit) work();
});

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => process.exit(1));
}

/** Kills the child should the process end before the child does. */
export function killAtExit(child) {
  const kill = () => child.kill("SIGKILL");
  atExit.add(kill);
  child.once("exit", () => atExit.delete(kill));
}

/** A fresh folder; `remove()` deletes it, and so does the end of the process. */
export async function temporaryFolder(name) {
  const path = await mkdtemp(join(tmpdir(), `lentil-${name}-`));
  const removeNow = () => rmSync(path, { recursive: true, force: true });
  atExit.add(removeNow);
  const remove = async () => {
    atExit.delete(removeNow);
    await rm(path, { recursive: true, force: true });
  };
  return { path, remove };
}
