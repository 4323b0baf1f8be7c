// Chromium and its driver, for the tests in a browser and the benchmark only: those that the environment names, else
// Debian's.

import { existsSync } from "node:fs";
import { SetupError } from "../known_error.mjs";
import { attempt, isInstalled, run } from "../process.mjs";
import { say } from "../say.mjs";

/** As in tests/support/paths.mjs. */
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
/** What drives it for tests that run in a page by themselves. */
export const CHROMEDRIVER = process.env.CHROMEDRIVER ?? "/usr/bin/chromedriver";
const INSTALL = [
  "apt-get",
  "install",
  "-y",
  "--no-install-recommends",
  "chromium",
  "chromium-driver",
];

export async function setUpBrowser() {
  if (existsSync(CHROMIUM) && existsSync(CHROMEDRIVER)) return;
  const prefix = administrator();
  if (!prefix || !isInstalled("apt-get")) {
    throw new SetupError(
      `the tests in a browser and the benchmark need ${CHROMIUM} and ${CHROMEDRIVER}. Run this once as ` +
        `administrator: ${INSTALL.join(" ")}; or name yours in CHROMIUM and CHROMEDRIVER`,
    );
  }
  say("installing Chromium, for the tests in a browser and the benchmark");
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const [update, install] = [["apt-get", "update"], INSTALL].map((line) => [...prefix, ...line]);
  await run(update[0], update.slice(1), { env });
  await run(install[0], install.slice(1), { env });
}

/** The words before a command that make it run as administrator; null when there is no way. */
function administrator() {
  if (process.getuid?.() === 0) return [];
  return attempt("sudo", ["-n", "true"]).ok ? ["sudo", "-n"] : null;
}
