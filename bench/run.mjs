// `npm run bench`: npm convex, Lentil and the floor on the same pages in Chromium, and in Node, in one run.
// Owns the order of the parts and what is printed. See USAGE for what may be asked for.

import { measureFetches } from "./fetch_query.mjs";
import { launchBrowser } from "./lib/browser.mjs";
import { columnsFor } from "./lib/columns.mjs";
import { compare } from "./lib/compare.mjs";
import { readOptions, USAGE } from "./lib/options.mjs";
import { buildPages } from "./lib/page_build.mjs";
import { report } from "./lib/report.mjs";
import { saveResults } from "./lib/save.mjs";
import { startSite } from "./lib/site.mjs";
import { writeDocs } from "./lib/write_docs.mjs";
import { measureMicro } from "./micro.mjs";
import { workloadsFor } from "./workloads/index.mjs";

const options = readOptions(process.argv.slice(2));
const say = (line) => process.stderr.write(`${line}\n`);

if (options.wantsHelp) process.stdout.write(`${USAGE}\n`);
else if (options.isWritingDocs) await writeDocs(options.folder);
else await run();

async function run() {
  const columns = columnsFor(options);
  const { results, chromium } = await measurePages(columns);
  results.push(...(await measureMicro({ ...options, columns, say })));
  results.push(...(await measureFetches({ ...options, columns, say })));
  process.stdout.write(`${report(results, columns)}\n`);
  if (options.isSaved) await saveResults({ ...options, results, columns, chromium });
}

async function measurePages(columns) {
  const workloads = workloadsFor(options.only);
  if (workloads.length === 0) return { results: [] };
  const pages = [...new Set(workloads.map(({ page }) => page))];
  const built = {};
  for (const column of columns) built[column.name] = await buildPages(column, pages);
  const site = await startSite(built);
  const browser = await launchBrowser(options);
  const chromium = browser.version();
  const results = [];
  try {
    for (const workload of workloads) {
      const measured = await compare({ ...options, browser, site, columns, workload, say });
      results.push({ workload, columns: measured });
    }
  } finally {
    await browser.close();
    site.close();
  }
  return { results, chromium };
}
