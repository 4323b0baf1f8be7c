// `node scripts/size.mjs`: says how large the built package is; fails over budget.

import { describeSizes, measureSizes } from "./lib/build/size.mjs";
import { main } from "./lib/say.mjs";

await main(async () => {
  const measured = await measureSizes();
  process.stdout.write(`${describeSizes(measured)}\n`);
  return measured.isWithin ? 0 : 1;
});
