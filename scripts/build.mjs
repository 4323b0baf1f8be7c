// `npm run build`: makes `dist/` and says how large it is. Fails where a size is over budget.

import { describeSizes, measureSizes } from "./lib/build/size.mjs";
import { build } from "./lib/build.mjs";
import { main } from "./lib/say.mjs";
import { BUILD, setUp } from "./lib/setup.mjs";

await main(async () => {
  await setUp(BUILD);
  await build();
  const measured = await measureSizes();
  process.stdout.write(`${describeSizes(measured)}\n`);
  return measured.isWithin ? 0 : 1;
});
