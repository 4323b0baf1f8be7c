// Chromium, and a page's counters by the DevTools protocol.
// Owns flags and units. Leaves to measure.mjs: what happens between two readings.

import { chromium } from "playwright-core";
import { CHROMIUM } from "../../tests/support/paths.mjs";

/** Frames as fast as the page can make them: a step is not held up by a display's clock. */
const FLAGS = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-gpu",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-frame-rate-limit",
  "--disable-gpu-vsync",
];

export const launchBrowser = ({ isHeaded }) =>
  chromium.launch({ executablePath: CHROMIUM, args: FLAGS, headless: !isHeaded });

/**
 * A page of its own context, with its counters. Faults of the page are kept in `faults`.
 *
 * @param line - a slow one, in DevTools' terms
 */
export async function openPage(browser, line) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  const devtools = await context.newCDPSession(page);
  // The main thread's own time: what other programs take does not count.
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  if (line) {
    await devtools.send("Network.enable");
    await devtools.send("Network.emulateNetworkConditions", { offline: false, ...line });
  }
  return {
    page,
    devtools,
    faults,
    read: async () => ({ ...(await readCounts(page)), ...(await readCounters(devtools)) }),
    close: () => context.close(),
  };
}

/** Components rendered so far; bytes of wasm memory. */
const readCounts = (page) =>
  page.evaluate(() => ({
    rows: globalThis.bench.rows,
    lists: globalThis.bench.lists,
    wasm: globalThis.bench.wasmBytes(),
  }));

/** Milliseconds of the main thread, bytes of the heap. */
async function readCounters(devtools) {
  const { metrics } = await devtools.send("Performance.getMetrics");
  const of = (wanted) => metrics.find(({ name }) => name === wanted).value;
  return {
    task: of("TaskDuration") * 1000,
    script: of("ScriptDuration") * 1000,
    heap: of("JSHeapUsedSize"),
  };
}

/** Twice: what the first collection frees may hold more. */
export async function collectGarbage({ devtools }) {
  await devtools.send("HeapProfiler.collectGarbage");
  await devtools.send("HeapProfiler.collectGarbage");
}
