// The wasm-bindgen command line tools, in exactly the version of the crate: the two must be equal.
// Owns where they live (the cache folder, one folder a version).

import { existsSync } from "node:fs";
import { run } from "../process.mjs";
import { inCache, lockedCrateVersion } from "../repo.mjs";
import { say } from "../say.mjs";

const installRoot = () => inCache(`wasm-bindgen-${lockedCrateVersion("wasm-bindgen")}`);

/** The path of `wasm-bindgen` or `wasm-bindgen-test-runner`. */
export const wasmBindgenTool = (name) => `${installRoot()}/bin/${name}`;

export async function setUpWasmBindgen() {
  const tools = ["wasm-bindgen", "wasm-bindgen-test-runner"].map(wasmBindgenTool);
  if (tools.every((tool) => existsSync(tool))) return;
  const version = lockedCrateVersion("wasm-bindgen");
  say(`installing wasm-bindgen-cli ${version} (a few minutes, once)`);
  await run("cargo", [
    "install",
    "wasm-bindgen-cli",
    "--version",
    version,
    "--root",
    installRoot(),
  ]);
}
