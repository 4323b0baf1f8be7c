// The tables of BENCHMARKS.md, from what the last whole run saved: what stands between `<!-- bench KIND -->` and
// `<!-- end -->` is replaced, everything else is written by hand. Owns the markers. Leaves the tables to report.mjs.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../../tests/support/paths.mjs";
import { tablesByKind } from "./report.mjs";
import { readResults } from "./save.mjs";

const PAGE = join(ROOT, "BENCHMARKS.md");
const BLOCK = /(<!-- bench (\w+) -->\n)[\s\S]*?(<!-- end -->)/g;

export async function writeDocs(folder) {
  const saved = await readResults(folder);
  await writeFile(PAGE, withTables(await readFile(PAGE, "utf8"), saved));
}

/** The page with every block that the results know made anew. */
export function withTables(page, saved) {
  const blocks = tablesByKind(saved.results, saved.columns).set("run", describeRun(saved));
  return page.replace(BLOCK, (_, start, kind, end) => {
    if (!blocks.has(kind))
      throw new Error(`BENCHMARKS.md asks for ${kind}, which was not measured`);
    return `${start}${blocks.get(kind)}\n${end}`;
  });
}

const describeRun = ({ date, chromium, node, cores, repeats }) =>
  `${date}: Chromium ${chromium}, Node ${node}, ${cores} cores; medians of ${repeats} runs.`;
