// `npm test [-- --only NAME[,NAME]]`: sets up, builds, runs the stages one after the other, and
// ends with one line of totals. A failing stage does not stop the next.

import { main, say, secondsSince } from "./lib/say.mjs";
import { setUp } from "./lib/setup.mjs";
import { chooseStages } from "./lib/test/choice.mjs";
import { makeNeeds } from "./lib/test/needs.mjs";
import { runStage } from "./lib/test/runner.mjs";
import { stages } from "./lib/test/stages.mjs";

await main(async () => {
  const chosen = chooseStages(stages(), process.argv.slice(2));
  const results = (await prepare()) ?? (await runAll(chosen));
  for (const { name, passed, failed, time } of results) {
    process.stdout.write(`${failed ? "✖" : "✔"} ${name}: ${totals(passed, failed)} (${time})\n`);
  }
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  process.stdout.write(`${totals(passed, failed)}\n`);
  return failed === 0 ? 0 : 1;
});

/** Null when everything is installed, else the one result there is. */
async function prepare() {
  const start = performance.now();
  try {
    await setUp();
    return null;
  } catch (error) {
    say(error.message);
    return [{ name: "setup", passed: 0, failed: 1, time: secondsSince(start) }];
  }
}

async function runAll(chosen) {
  const start = performance.now();
  const { missing, tarball } = await makeNeeds(chosen);
  const results = [];
  for (const [need, reason] of missing) {
    say(`cannot make ${need}: ${reason}`);
    results.push({ name: `build of ${need}`, passed: 0, failed: 1, time: secondsSince(start) });
  }
  for (const stage of chosen) results.push(await runOne(stage, missing, { tarball }));
  return results;
}

async function runOne(stage, missing, made) {
  const start = performance.now();
  process.stdout.write(`\n=== ${stage.name}\n`);
  const lacking = stage.needs.filter((need) => missing.has(need));
  if (lacking.length > 0) process.stdout.write(`not run: needs ${lacking.join(" and ")}\n`);
  const counts = lacking.length
    ? { passed: 0, failed: 1 }
    : await runStage(stage, stage.env?.(made) ?? {});
  const time = secondsSince(start);
  process.stdout.write(`=== ${stage.name}: ${totals(counts.passed, counts.failed)} (${time})\n`);
  return { name: stage.name, ...counts, time };
}

function totals(passed, failed) {
  return `${passed} passed, ${failed} failed`;
}
