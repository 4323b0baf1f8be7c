// The Rust side of setup: toolchain, wasm target, a C compiler for the embedded deployment.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { SetupError } from "../known_error.mjs";
import { attempt, isInstalled, run } from "../process.mjs";
import { say } from "../say.mjs";

const WASM_TARGET = "wasm32-unknown-unknown";

export async function setUpRust() {
  if (!isInstalled("cargo")) {
    throw new SetupError(
      "cargo is missing. Install Rust by rustup (https://rustup.rs), then run this again.",
    );
  }
  if (!isInstalled("cc")) {
    throw new SetupError(
      "a C compiler (cc) is missing; the embedded deployment compiles SQLite and QuickJS. " +
        "On Debian or Ubuntu: apt-get install build-essential",
    );
  }
  if (hasWasmTarget()) return;
  if (!isInstalled("rustup")) {
    throw new SetupError(
      `the Rust target ${WASM_TARGET} is missing and so is rustup, which would add it. ` +
        "Install rustup (https://rustup.rs), then run this again.",
    );
  }
  say(`adding the Rust target ${WASM_TARGET}`);
  await run("rustup", ["target", "add", WASM_TARGET]);
}

function hasWasmTarget() {
  const sysroot = attempt("rustc", ["--print", "sysroot"]);
  return (
    sysroot.ok && existsSync(join(sysroot.stdout.trim(), "lib", "rustlib", WASM_TARGET, "lib"))
  );
}
