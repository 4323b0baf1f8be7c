// `npm run test:packaging [-- --only NAME[,NAME]] [--write-docs]`: every consumer from a clean folder outside the
// repository, then the table of what ran; fails where a row failed. `--write-docs` writes docs/runtimes.md
// from it, and fails where a row that should have run did not.

import { writeFileSync } from "node:fs";
import { UsageError } from "../../scripts/lib/known_error.mjs";
import { main, say } from "../../scripts/lib/say.mjs";
import { setUp } from "../../scripts/lib/setup.mjs";
import { makeNeeds } from "../../scripts/lib/test/needs.mjs";
import { temporaryFolder } from "../support/cleanup.mjs";
import { isUnforeseen, pageOf, RUNTIMES_PAGE } from "./lib/docs_page.mjs";
import { tableOf } from "./lib/table.mjs";

const NEEDS = [{ needs: ["dist", "local", "browser", "tarball"] }];

await main(async () => {
  await setUp();
  // What these load may be packages, which a fresh clone has only now.
  const { consumers } = await import("./matrix.mjs");
  const { MatrixRun } = await import("./lib/matrix_run.mjs");
  const { chosen, writesDocs } = readArguments(await consumers(), process.argv.slice(2));
  const { missing, tarball } = await makeNeeds(NEEDS);
  for (const [need, reason] of missing) say(`cannot make ${need}: ${reason}`);
  if (missing.size > 0) return 1;
  const { results, hosts } = await runAll(chosen, new MatrixRun(tarball));
  process.stdout.write(`${tableOf(results)}\n${hosts.join(", ")}\n`);
  const failed = results.filter(({ failure }) => failure);
  const isWritten = writesDocs && writeDocs(results, hosts);
  const notRun = results.filter((result) => result.notRun);
  const ran = results.length - failed.length - notRun.length;
  say(`${ran} ran, ${failed.length} failed, ${notRun.length} did not run`);
  return failed.length > 0 || (writesDocs && !isWritten) ? 1 : 0;
});

/** Writes docs/runtimes.md, unless a row failed or could not run for want of something here; whether it did. */
function writeDocs(results, hosts) {
  const reasons = results.filter(isUnforeseen).map(({ consumer, row }) => `${consumer}, ${row}`);
  if (reasons.length > 0) {
    say(`docs/runtimes.md is left as it was, for these did not run: ${reasons.join("; ")}`);
    return false;
  }
  writeFileSync(RUNTIMES_PAGE, pageOf({ results, hosts }));
  say("wrote docs/runtimes.md");
  return true;
}

function readArguments(all, args) {
  const writesDocs = args.includes("--write-docs");
  const [option, list, ...rest] = args.filter((arg) => arg !== "--write-docs");
  const usage = `usage: npm run test:packaging [-- --only NAME[,NAME]] [--write-docs], of ${all.map(({ folder }) => folder).join(", ")}`;
  if (option === undefined) return { chosen: all, writesDocs };
  const names = list?.split(",") ?? [];
  const isKnown = names.every((name) => all.some(({ folder }) => folder === name));
  if (option !== "--only" || names.length === 0 || rest.length > 0 || !isKnown)
    throw new UsageError(usage);
  if (writesDocs) throw new UsageError(`docs/runtimes.md is written from a whole run; ${usage}`);
  return { chosen: all.filter(({ folder }) => names.includes(folder)), writesDocs };
}

/** The results of every row, with what cannot run, and what they ran in. */
async function runAll(chosen, run) {
  const results = [];
  try {
    await run.start();
    for (const consumer of chosen) {
      const folder = await temporaryFolder(`packaging-${consumer.folder}`);
      say(consumer.name);
      const ran = await run.results(consumer, folder.path);
      for (const result of ran) tell(result);
      results.push(...ran, ...(consumer.cannot ?? []).map((row) => unable(consumer, row)));
      await folder.remove();
    }
    return { results, hosts: await run.hosts() };
  } finally {
    await run.close();
  }
}

function unable(consumer, { name, why }) {
  return { consumer: consumer.name, row: name, notRun: why, mayNotRun: true };
}

function tell({ row, failure, notRun: why, seconds }) {
  say(
    `  ${failure ? "FAILED" : why ? "not run" : "ran"}: ${row}${seconds ? ` (${seconds} s)` : ""}`,
  );
  if (failure) process.stdout.write(`${failure}\n`);
}
