// One role of the core (`client` or `http`) from Rust to an optimised module: cargo, wasm-bindgen,
// wasm-opt, then a check that an engine accepts it. Writes `pkg/ROLE/`.

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { CommandFailed } from "../known_error.mjs";
import { attempt, capture, run } from "../process.mjs";
import { inRepo, inTarget } from "../repo.mjs";
import { say } from "../say.mjs";
import { wasmBindgenTool } from "../setup/wasm_bindgen.mjs";
import { glueFactory, SHORTEN } from "./glue.mjs";
import { hashOf, unlessUnchanged } from "./stamps.mjs";

export const ROLES = ["client", "http"];

const WASM_TARGET = "wasm32-unknown-unknown";

// Named one by one: with --all-features wasm-opt emits encodings that no current engine reads.
const WASM_FEATURES = [
  "--mvp-features",
  "--enable-bulk-memory",
  "--enable-bulk-memory-opt",
  "--enable-reference-types",
  "--enable-nontrapping-float-to-int",
  "--enable-sign-ext",
  "--enable-mutable-globals",
  "--enable-multivalue",
];

// What is delivered is compressed, so passes are judged by gzip: sharing subexpressions makes the
// module smaller and its gzip larger; so does a long function inlined into its only caller. No pointer
// is below 1 KB, where only the stack's end is.
const SMALLEST = [
  "-Oz",
  "--skip-pass=local-cse",
  "--low-memory-unused",
  "--one-caller-inline-max-function-size=20",
];

// Twice, the first time from control flow that is made anew: 0.4 KB of gzip. The list of features is for tools alone.
const RUNS = [
  ["--flatten", "--rereloop", ...SMALLEST],
  [...SMALLEST, "--strip-target-features", SHORTEN],
];

// Two passes that trade size for speed which the hot path does not show: 0.6 KB of gzip.
const PASSES = ["--", "-C", "llvm-args=-disable-lsr -enable-pre=false"];

// Every client pays for it; 1 MB is the default. What recurses is bounded (`DEEPEST` in diff.rs): a value
// changed at that depth does with less than 32 KB.
const STACK = ["-C", `link-arg=-zstack-size=${128 * 1024}`];

const INPUTS = [
  "Cargo.toml",
  "Cargo.lock",
  "src",
  "scripts/lib/build/wasm_role.mjs",
  "scripts/lib/build/glue.mjs",
];

/** A program of binaryen, for node to run. */
export const binaryen = (tool) => inRepo("node_modules", "binaryen", "bin", tool);

/** A file that wasm-bindgen makes for a role. */
export const inPkg = (role, name) => inRepo("pkg", role, `${role}${name}`);

export async function buildRole(role) {
  const hash = hashOf(INPUTS, [capture("rustc", ["--version"]), role]);
  const outputs = ["_bg.wasm", "_bg.js", ".d.ts"].map((name) => inPkg(role, name));
  return unlessUnchanged(`wasm-${role}`, hash, outputs, () => makeRole(role));
}

async function makeRole(role) {
  say(`building the wasm module ${role}`);
  const target = ["--release", "--target", WASM_TARGET, "--lib", "--features", `${role},bare`];
  // The cdylib alone: beside an rlib cargo leaves out link-time optimisation, which is a fifth.
  await run("cargo", [
    "rustc",
    "-p",
    "lentil",
    "--crate-type",
    "cdylib",
    ...target,
    ...PASSES,
    ...STACK,
  ]);
  bind(role, inTarget(WASM_TARGET, "release", "lentil.wasm"));
  const renamings = optimise(inPkg(role, "_bg.wasm"));
  const glue = readFileSync(inPkg(role, "_bg.js"), "utf8");
  writeFileSync(inPkg(role, "_bg.js"), glueFactory(glue, renamings));
  checkLoads(inPkg(role, "_bg.wasm"));
}

function bind(role, module) {
  const out = ["--out-dir", inRepo("pkg", role), "--out-name", role];
  const names = ["--remove-name-section", "--remove-producers-section"];
  rmSync(inRepo("pkg", role), { recursive: true, force: true });
  capture(wasmBindgenTool("wasm-bindgen"), ["--target", "bundler", ...names, ...out, module]);
}

/** What the last run tells: the names that it shortened. */
function optimise(module) {
  let told = "";
  for (const passes of RUNS) {
    const args = [binaryen("wasm-opt"), module, ...passes, ...WASM_FEATURES, "-o", module];
    const result = attempt(process.execPath, args);
    if (!result.ok) throw new CommandFailed(`wasm-opt failed on ${module}:\n${result.stderr}`);
    told = result.stdout;
  }
  return told;
}

function checkLoads(module) {
  try {
    new WebAssembly.Module(readFileSync(module));
  } catch (error) {
    throw new CommandFailed(`this engine does not accept ${module}: ${error.message}`);
  }
}
