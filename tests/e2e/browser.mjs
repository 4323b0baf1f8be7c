// Debian's Chromium under Playwright, with everything off that would speak to the outside.

import { chromium } from "playwright-core";
import { CHROMIUM } from "../support/paths.mjs";

const FLAGS = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-component-update",
  "--disable-sync",
];

/** `options`: Playwright's. */
export async function launchBrowser(options = {}) {
  return await chromium.launch({ executablePath: CHROMIUM, args: FLAGS, ...options });
}
