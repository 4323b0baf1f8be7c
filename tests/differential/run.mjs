// A run of random scripts, up to the first that finds a difference.

import { generate, RARE } from "./generate.mjs";
import { runScript, startClock } from "./script.mjs";
import { shrink } from "./shrink.mjs";

/** Runs the scripts that are written out, and `count` from a seed on. Undefined, or what the first that fails finds: its seed and its failure. */
export async function runMany({ clients, seed, count, tally }) {
  await startClock(clients);
  for (const script of RARE) {
    const failure = await runScript(script, clients, tally);
    if (failure) return { seed: "none, it is written out", script, failure };
  }
  for (let its = seed; its < seed + count; its++) {
    const script = generate(its);
    const failure = await runScript(script, clients, tally);
    if (failure) return { seed: its, script, failure };
  }
  return undefined;
}

/** The report of a failure, with the smallest script that fails likewise. */
export async function explain({ seed, script, failure }, clients) {
  const partsOf = ({ differences }) => differences.map(({ part }) => part).join();
  const fails = async (shorter) => {
    const found = await runScript(shorter, clients);
    return found !== undefined && partsOf(found) === partsOf(failure);
  };
  const smallest = await shrink(script, fails);
  const { index, differences } = await runScript(smallest, clients);
  const lines = differences.flatMap(({ part, official, ours }) => [
    `${part} differs:`,
    `  npm convex ${JSON.stringify(official)}`,
    `  Lentil     ${JSON.stringify(ours)}`,
  ]);
  const steps = smallest.map((step) => `  ${JSON.stringify(step)},`);
  const again = `repeat it with DIFFERENTIAL_SEED=${seed}`;
  return [`seed ${seed} (${again})`, ...steps, `after step ${index + 1}:`, ...lines].join("\n");
}
