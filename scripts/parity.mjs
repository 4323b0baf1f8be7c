// `npm run parity`: compares what we export with the installed npm convex and writes docs/parity.md.
// Needs a build. `tests/parity` fails where an export or a member is missing or the page is not what this writes.

import { writeFileSync } from "node:fs";
import { compareExports, missing } from "./lib/parity/compare.mjs";
import { PARITY_PAGE, pageOf } from "./lib/parity/page.mjs";
import { main, say } from "./lib/say.mjs";

await main(async () => {
  const entries = compareExports();
  writeFileSync(PARITY_PAGE, pageOf(entries));
  const lacking = missing(entries);
  say(`wrote docs/parity.md; missing: ${lacking.length === 0 ? "nothing" : lacking.join(", ")}`);
  return lacking.length === 0 ? 0 : 1;
});
