// Random runs that can be repeated: which seeds run, and what a failure says.

import { seeded } from "../js/random_values.mjs";

const { SHARING_SEED, SHARING_RUNS = "1" } = process.env;

/** The seeds of a test that runs so many of them; `SHARING_RUNS` times as many, or `SHARING_SEED` alone. */
export function seedsFor(count) {
  if (SHARING_SEED !== undefined) return [Number(SHARING_SEED)];
  return Array.from({ length: count * Number(SHARING_RUNS) }, (_, at) => at + 1);
}

/** Runs `run(random, step)` for a seed. `step` names what is about to be said, for whoever reads the failure. */
export async function withSeed(seed, run) {
  let last = "nothing was said";
  let count = 0;
  const step = (what) => {
    last = `step ${++count}, ${what}`;
  };
  try {
    await run(seeded(seed), step);
  } catch (error) {
    throw new Error(`SHARING_SEED=${seed}, ${last}: ${error.message}`, { cause: error });
  }
}
