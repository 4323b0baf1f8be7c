// The benchmark's parts in their order: pages in Chromium, a frame's way in Node and natively, fetchQuery. Prints the tables, saves the
// numbers. Owns the order. Leaves to run.mjs: that everything needed is there.

import { setUpBrowser } from "../scripts/lib/setup.mjs";
import { measureFetches } from "./fetch_query.mjs";
import { launchBrowser } from "./lib/browser.mjs";
import { columnsFor } from "./lib/columns.mjs";
import { compare } from "./lib/compare.mjs";
import { buildPages } from "./lib/page_build.mjs";
import { report } from "./lib/report.mjs";
import { saveResults } from "./lib/save.mjs";
import { startSite } from "./lib/site.mjs";
import { measureMicro } from "./micro.mjs";
import { measureNative } from "./native.mjs";
import { workloadsFor } from "./workloads/index.mjs";

const say = (line) => process.stderr.write(`${line}\n`);

export async function measureAll(options) {
  const columns = columnsFor(options);
  const { results, chromium } = await measurePages(options, columns);
  results.push(...(await measureMicro({ ...options, columns, say })));
  results.push(...(await measureNative({ ...options, columns, say })));
  results.push(...(await measureFetches({ ...options, columns, say })));
  process.stdout.write(`${report(results, columns)}\n`);
  if (options.isSaved) await saveResults({ ...options, results, columns, chromium });
}

async function measurePages(options, columns) {
  const workloads = workloadsFor(options.only);
  if (workloads.length === 0) return { results: [] };
  await setUpBrowser();
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
