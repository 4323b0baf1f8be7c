// The embedded deployment's program: built where out of date (cargo knows), and where it lies.

import { existsSync } from "node:fs";
import { run } from "./process.mjs";
import { inTarget } from "./repo.mjs";
import { say } from "./say.mjs";

export const localBinary = () => inTarget("local", "lentil-local");

export function buildLocalBinary() {
  const isFirst = !existsSync(localBinary());
  const patience = isFirst ? "; the first time takes some minutes" : "";
  say(`building the embedded deployment${patience}`);
  return run("cargo", ["build", "--profile", "local", "-p", "lentil-local"]);
}
