// Runs scripts on both packages, step by step, and compares after each.

import { shrink } from "../differential/shrink.mjs";
import { compare } from "./compare.mjs";
import { generate } from "./generate.mjs";
import { Side } from "./side.mjs";
import { STEPS } from "./steps.mjs";

/** Undefined where both did the same; else the step and what differed. */
export async function runScript(script, kits, tally) {
  const sides = { official: new Side(kits.official, script), ours: new Side(kits.ours, script) };
  const both = Object.values(sides);
  tally?.begin(script);
  const context = { script, sides, tally, memory: {} };
  for (const side of both) await side.start();
  try {
    for (const [index, step] of script.steps.entries()) {
      let wasDone = false;
      for (const side of both) wasDone = (await STEPS[step.kind](side, step)) !== false || wasDone;
      const seen = { official: await sides.official.observe(), ours: await sides.ours.observe() };
      const differences = compare(seen, { ...context, step });
      if (differences.length > 0) return { index, step, differences };
      if (wasDone) tally?.step(step);
      if (context.memory.parted) return undefined;
    }
    tally?.end(script);
    return undefined;
  } finally {
    for (const side of both) await side.stop();
  }
}

/** Runs scripts from a seed on. Undefined, or the first that fails: its seed and its failure. */
export async function runMany({ kits, seed, count, tally }) {
  for (let its = seed; its < seed + count; its++) {
    const script = generate(its);
    const failure = await runScript(script, kits, tally);
    if (failure) return { seed: its, script, failure };
  }
  return undefined;
}

/** The report of a failure, with the smallest script that fails likewise. */
export async function explain({ seed, script, failure }, kits) {
  const partsOf = ({ differences }) => differences.map(({ part }) => part).join();
  const fails = async (steps) => {
    const found = await runScript({ ...script, steps }, kits);
    return found !== undefined && partsOf(found) === partsOf(failure);
  };
  const steps = await shrink(script.steps, fails);
  const { index, differences } = await runScript({ ...script, steps }, kits);
  const lines = differences.flatMap(({ part, official, ours }) => [
    `${part} differs:`,
    `  npm convex ${JSON.stringify(official)}`,
    `  Lentil     ${JSON.stringify(ours)}`,
  ]);
  return [
    `seed ${seed} (repeat it with PAGINATION_SEED=${seed}): ${script.face}, ${script.rows} rows`,
    ...steps.map((step) => `  ${JSON.stringify(step)},`),
    `after step ${index + 1}:`,
    ...lines,
  ].join("\n");
}
