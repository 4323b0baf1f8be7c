// The embedded deployment's program: built where out of date (cargo knows), and where it lies.

import { run } from "./process.mjs";
import { inTarget } from "./repo.mjs";

export const localBinary = () => inTarget("local", "lentil-local");

export const buildLocalBinary = () =>
  run("cargo", ["build", "--profile", "local", "-p", "lentil-local"]);
