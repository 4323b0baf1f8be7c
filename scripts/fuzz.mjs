// `npm run fuzz [-- SECONDS] [TARGET...]`: fuzzes the core, each target for so long. Ends with code 1
// when something was found; what was found is in fuzz/regressions.

import { fuzz, readArguments } from "./lib/fuzz.mjs";
import { main, say } from "./lib/say.mjs";
import { setUpFuzz } from "./lib/setup/fuzz.mjs";

await main(async () => {
  const { seconds, targets } = readArguments(process.argv.slice(2));
  await setUpFuzz();
  const failed = [];
  for (const target of targets) {
    if (!(await fuzz(target, seconds))) failed.push(target);
  }
  if (failed.length === 0) say(`nothing found by ${targets.join(", ")}`);
  else
    say(`${failed.join(", ")} failed: see above; an input that was found is in fuzz/regressions`);
  return failed.length === 0 ? 0 : 1;
});
