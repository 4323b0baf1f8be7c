// What must not outlive the test process: folders and child processes, gone even when a test throws.

import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Once more where something that is just ending has put a file there meanwhile. */
const REMOVED = { recursive: true, force: true, maxRetries: 5, retryDelay: 50 };

const children = new Set();
const folders = new Set();

// Children first, as they may still write into folders; what fails keeps nothing else from being done.
process.on("exit", () => {
  for (const work of [...children, ...folders]) {
    try {
      work();
    } catch (error) {
      console.error(`left behind: ${error.message}`);
    }
  }
});

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => process.exit(1));
}

/** Kills the child should the process end before the child does. */
export function killAtExit(child) {
  const kill = () => child.kill("SIGKILL");
  children.add(kill);
  child.once("exit", () => children.delete(kill));
}

/** A fresh folder; `remove()` deletes it, and so does the end of the process. */
export async function temporaryFolder(name) {
  const path = await mkdtemp(join(tmpdir(), `lentil-${name}-`));
  const removeNow = () => rmSync(path, REMOVED);
  folders.add(removeNow);
  const remove = async () => {
    await rm(path, REMOVED);
    folders.delete(removeNow);
  };
  return { path, remove };
}
