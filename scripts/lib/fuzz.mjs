// Runs one fuzz target of fuzz/ for a time. Owns which there are, and where libFuzzer keeps what:
// new corpus in cargo's output folder, crashes in fuzz/regressions, where `npm test` repeats them.

import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { CommandFailed, UsageError } from "./known_error.mjs";
import { run } from "./process.mjs";
import { inRepo, inTarget } from "./repo.mjs";
import { say } from "./say.mjs";
import { cargoFuzz, NIGHTLY } from "./setup/fuzz.mjs";

const DEFAULT_SECONDS = 60;
/** One input that takes longer, in seconds, counts as found. */
const LONGEST_RUN = 10;

/** The names of the targets. */
export const TARGETS = readdirSync(inRepo("fuzz", "fuzz_targets"))
  .map((file) => file.replace(/\.rs$/, ""))
  .sort();

/** The words after `npm run fuzz --`: at most one number, and names of targets. */
export function readArguments(words) {
  const isNumber = (word) => /^[1-9]\d*$/.test(word);
  const [seconds, ...more] = words.filter(isNumber).map(Number);
  const targets = words.filter((word) => !isNumber(word));
  const unknown = targets.find((name) => !TARGETS.includes(name));
  if (unknown !== undefined || more.length > 0) {
    const usage = `npm run fuzz -- [SECONDS] [TARGET...], of ${TARGETS.join(", ")}`;
    throw new UsageError(`cannot read "${unknown ?? more[0]}"; usage: ${usage}`);
  }
  return {
    seconds: seconds ?? DEFAULT_SECONDS,
    targets: targets.length > 0 ? targets : TARGETS,
  };
}

/** Whether the target held. */
export async function fuzz(target, seconds) {
  const found = inTarget("fuzz", "corpus", target);
  const crashes = inRepo("fuzz", "regressions", target);
  for (const folder of [found, crashes]) mkdirSync(folder, { recursive: true });
  const corpora = [found, inRepo("fuzz", "corpus", target), crashes].filter(existsSync);
  // The core has no unsafe code for a sanitizer to watch.
  const build = ["--sanitizer", "none", "--target-dir", inTarget("fuzz")];
  const limits = [`-max_total_time=${seconds}`, `-timeout=${LONGEST_RUN}`];
  const places = [`-artifact_prefix=${crashes}/`, "-print_final_stats=1"];
  say(`fuzzing ${target} for ${seconds} s`);
  const args = ["run", ...build, target, ...corpora, "--", ...limits, ...places];
  try {
    await run(cargoFuzz(), args, { env: NIGHTLY });
    return true;
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    return false;
  }
}
