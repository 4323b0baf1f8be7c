// `npm run bench`: npm convex, Lentil and the floor on the same pages in Chromium, and in Node, in one run.
// Owns what must be there first. See USAGE for what may be asked for; leaves measuring to parts.mjs.

import { build } from "../scripts/lib/build.mjs";
import { main } from "../scripts/lib/say.mjs";
import { BUILD, setUp } from "../scripts/lib/setup.mjs";
import { readOptions, USAGE } from "./lib/options.mjs";
import { writeDocs } from "./lib/write_docs.mjs";

await main(async () => {
  const options = readOptions(process.argv.slice(2));
  if (options.wantsHelp) process.stdout.write(`${USAGE}\n`);
  else if (options.isWritingDocs) await writeDocs(options.folder);
  else await run(options);
});
// An error has been told by now; what the part that failed left running ends with us.
process.exit();

async function run(options) {
  await setUp(BUILD);
  await build();
  // Only now: in a fresh clone the packages that it imports were not there before.
  const { measureAll } = await import("./parts.mjs");
  await measureAll(options);
}
