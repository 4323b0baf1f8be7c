// The stages of `npm test`: what each runs, how its results are counted, what it needs built.
// Leaves running and summing to runner.mjs. CONTRIBUTING.md lists the names.

import { pathToFileURL } from "node:url";
import { filesBelow } from "../build/stamps.mjs";
import { inRepo, inTarget } from "../repo.mjs";
import { CHROMEDRIVER } from "../setup/browser.mjs";
import { wasmBindgenTool } from "../setup/wasm_bindgen.mjs";
import { countCargo, countCheck, countNode } from "./counts.mjs";

const bin = (name, ...path) => [process.execPath, inRepo("node_modules", ...path, name)];
const biome = bin("biome", "@biomejs", "biome", "bin");
const tsc = bin("tsc", "typescript", "bin");

// The embedded deployment compiles SQLite and QuickJS; one profile for checks, tests and the binary
// that the other stages start means that they are compiled once.
const LOCAL = ["--profile", "local"];
const WASM = ["--target", "wasm32-unknown-unknown"];
const DENY_WARNINGS = ["--", "-D", "warnings"];
const typeChecking = (project) => [...tsc, "--noEmit", "-p", inRepo(project)];
const TYPED = [
  "tsconfig.json",
  ...["react-chat", "nextjs", "worker"].map((app) => `examples/${app}/tsconfig.json`),
];
const OLDEST_TYPESCRIPT = [
  ...bin("tsc", "typescript-5.4", "bin"),
  "--noEmit",
  "-p",
  inRepo("tests", "types", "tsconfig.json"),
];
const wasmClippy = (role) => [
  "cargo",
  "clippy",
  ...WASM,
  "--lib",
  "--features",
  role,
  ...DENY_WARNINGS,
];

/** The fuzz targets are a workspace of their own; stable Rust does without libFuzzer. */
const FUZZ = ["--manifest-path", inRepo("fuzz", "Cargo.toml")];
const FUZZ_STABLE = [...FUZZ, "--no-default-features", "--target-dir", inTarget("fuzz")];

const check = (name, commands, needs = []) => ({ name, count: countCheck, commands, needs });
const cargoTests = (name, args, more = {}) => ({
  name,
  count: countCargo,
  commands: [["cargo", "test", "--no-fail-fast", ...args]],
  needs: [],
  ...more,
});

/** Tests that node runs: every `*.test.mjs` below the folders. */
function nodeTests(name, folders, more = {}) {
  const files = folders.flatMap((folder) => filesBelow(inRepo(folder))).filter(isNodeTest);
  const command = [process.execPath, "--test", "--test-reporter=spec", ...files];
  return {
    name,
    count: countNode,
    commands: files.length ? [command] : [],
    needs: ["dist"],
    ...more,
  };
}

const isNodeTest = (path) => path.endsWith(".test.mjs") && !path.includes("node_modules");

/** The stage with a program that runs before its tests. */
const after = (program, stage) => ({
  ...stage,
  commands: [[process.execPath, inRepo(program)], ...stage.commands],
});

const HOOKS = ["tests/hooks", "tests/testing"];

/** The same tests once more with each of the modules loaded before them. */
function alsoWith(modules, stage) {
  const again = modules.flatMap((module) => {
    const loader = pathToFileURL(inRepo("tests", "hooks", module)).href;
    return stage.commands.map(([node, ...args]) => [node, "--import", loader, ...args]);
  });
  return { ...stage, commands: [...stage.commands, ...again] };
}

/** Environment of the stages that try the package as npm would publish it. */
const packed = ({ tarball }) => ({ LENTIL_TARBALL: tarball });

const WASM_TESTS = ["-p", "lentil", ...WASM, "--features", "client", "--test", "wasm"];

/** As a list of one word: cargo splits a text at its spaces, and a home folder may have some. */
const wasmRunner = () => {
  const words = JSON.stringify([wasmBindgenTool("wasm-bindgen-test-runner")]);
  return ["--config", `target.wasm32-unknown-unknown.runner=${words}`];
};

/** All stages in the order they run. */
export const stages = () => [
  check("format", [
    ["cargo", "fmt", "--all", "--check"],
    ["cargo", "fmt", ...FUZZ, "--check"],
    [...biome, "ci", "--colors=off", "."],
  ]),
  check("clippy", [
    ["cargo", "clippy", "--workspace", "--all-targets", ...LOCAL, ...DENY_WARNINGS],
    wasmClippy("client"),
    wasmClippy("http"),
    ["cargo", "clippy", ...FUZZ_STABLE, "--all-targets", ...DENY_WARNINGS],
  ]),
  check("types", [...TYPED.map(typeChecking), OLDEST_TYPESCRIPT], ["dist"]),
  nodeTests("parity", ["tests/parity"]),
  nodeTests("architecture", ["tests/architecture", "scripts"], { needs: [] }),
  cargoTests("core", ["-p", "lentil"]),
  cargoTests("simulation", ["-p", "lentil", "--profile", "simulation", "--test", "simulation"], {
    env: () => ({ SIMULATION_RUNS: "8000" }),
  }),
  cargoTests("fuzz-smoke", [...FUZZ_STABLE, "--test", "smoke"]),
  nodeTests("planted", ["tests/planted"], { needs: [] }),
  cargoTests("local", ["-p", "lentil-store", "-p", "lentil-local", ...LOCAL]),
  nodeTests("js", ["tests/js"]),
  nodeTests("worker", ["tests/worker"]),
  nodeTests("sharing", ["tests/sharing"]),
  nodeTests("differential", ["tests/differential", "tests/pagination"]),
  alsoWith(["react_18/loader.mjs", "in_worker.mjs"], nodeTests("hooks", HOOKS)),
  nodeTests("regressions", ["tests/regressions"]),
  nodeTests("bad-input", ["tests/bad_input"], { needs: ["dist", "local"] }),
  cargoTests("wasm", [...WASM_TESTS, ...wasmRunner()]),
  cargoTests("wasm-browser", [...WASM_TESTS, ...wasmRunner()], {
    env: () => ({ WASM_BINDGEN_USE_BROWSER: "1", CHROMEDRIVER }),
    needs: ["browser"],
  }),
  nodeTests("official-client", ["tests/local"], { needs: ["dist", "local"] }),
  nodeTests("tarball", ["tests/tarball"], { env: packed, needs: ["dist", "tarball"] }),
  after(
    "tests/native/install.mjs",
    nodeTests("native", ["tests/native"], { env: packed, needs: ["dist", "tarball"] }),
  ),
  nodeTests("clients", ["tests/clients"], { env: packed, needs: ["dist", "local", "tarball"] }),
  after(
    "tests/ecosystem/install.mjs",
    nodeTests("ecosystem", ["tests/ecosystem"], {
      env: packed,
      needs: ["dist", "local", "tarball"],
    }),
  ),
  nodeTests("nextjs", ["tests/nextjs"], { env: packed, needs: ["dist", "local", "tarball"] }),
  nodeTests("next-app", ["tests/next_app"], { needs: ["dist", "local", "browser"] }),
  nodeTests("packaging", ["tests/packaging"], {
    env: packed,
    needs: ["dist", "local", "browser", "tarball"],
  }),
  nodeTests("e2e", ["tests/e2e"], { needs: ["dist", "local", "browser"] }),
  check("size", [[process.execPath, inRepo("scripts", "size.mjs")]], ["dist"]),
];
