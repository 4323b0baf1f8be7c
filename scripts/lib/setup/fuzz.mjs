// What fuzzing needs beside the ordinary setup: a nightly Rust (libFuzzer's instrumentation is not stable),
// cargo-fuzz in one version (in the cache folder), a C++ compiler for libFuzzer.

import { existsSync } from "node:fs";
import { SetupError } from "../known_error.mjs";
import { attempt, isInstalled, run } from "../process.mjs";
import { inCache } from "../repo.mjs";
import { say } from "../say.mjs";

const CARGO_FUZZ = "0.13.2";
const installRoot = () => inCache(`cargo-fuzz-${CARGO_FUZZ}`);

/** The path of cargo-fuzz. */
export const cargoFuzz = () => `${installRoot()}/bin/cargo-fuzz`;

/** Environment in which cargo is the nightly one. */
export const NIGHTLY = { RUSTUP_TOOLCHAIN: "nightly" };

export async function setUpFuzz() {
  for (const [tool, where] of [
    ["rustup", "https://rustup.rs"],
    ["c++", "on Debian or Ubuntu: apt-get install build-essential"],
  ]) {
    if (!isInstalled(tool)) {
      throw new SetupError(`fuzzing needs ${tool} (${where}); install it, then run this again.`);
    }
  }
  if (!attempt("rustup", ["run", "nightly", "rustc", "--version"]).ok) {
    say("installing nightly Rust for fuzzing (builds go on with the stable one)");
    await run("rustup", ["toolchain", "install", "nightly", "--profile", "minimal"]);
  }
  if (existsSync(cargoFuzz())) return;
  say(`installing cargo-fuzz ${CARGO_FUZZ} (a minute, once)`);
  const version = ["--version", CARGO_FUZZ, "--locked"];
  await run("cargo", ["install", "cargo-fuzz", ...version, "--root", installRoot()]);
}
