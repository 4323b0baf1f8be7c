// How soon a page shows live data on a slow line: from the navigation's start to the commit with the first result.

export async function playLive(tab) {
  const live = await tab.page.evaluate(() => globalThis.bench.liveAt);
  return { live, ...(await tab.read()) };
}
