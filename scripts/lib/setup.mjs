// What must be there before anything is built, tested or started. Installs what is missing, says
// so, and is done at once when nothing is.

import { existsSync } from "node:fs";
import { SetupError } from "./known_error.mjs";
import { inRepo } from "./repo.mjs";
import { setUpBrowser } from "./setup/browser.mjs";
import { setUpNpm } from "./setup/npm.mjs";
import { setUpRust } from "./setup/rust.mjs";
import { setUpWasmBindgen } from "./setup/wasm_bindgen.mjs";

/** The packages that the repository itself is built with. */
export const BUILD = [""];
/** Those of the chat, too. */
export const CHAT = [...BUILD, "examples/react-chat"];
/** Those of every example and test. */
const ALL = [
  ...CHAT,
  "examples/nextjs",
  "examples/worker",
  "tests/hooks/react_18",
  "tests/hooks/compiled",
];

/** Everything but the browser; packages for these folders alone, of which some are large. */
export async function setUp(folders = ALL) {
  const [major, minor] = process.versions.node.split(".").map(Number);
  // What Vite asks for. The package itself runs on any Node 20.
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new SetupError(`Node 20.19 or later is needed, this is ${process.version}`);
  }
  await setUpRust();
  for (const folder of folders) {
    if (existsSync(inRepo(folder, "package-lock.json"))) await setUpNpm(inRepo(folder));
  }
  await setUpWasmBindgen();
}

export { setUpBrowser };
