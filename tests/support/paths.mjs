// Where things are in the repository, and what the environment may point elsewhere.

import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const CHAT = join(ROOT, "examples", "react-chat");

/** The embedded deployment's program. */
export const LOCAL_BIN =
  process.env.LENTIL_LOCAL_BIN ?? join(ROOT, "target", "local", "lentil-local");

/** The browser of the end-to-end tests. */
export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** The second browser of the packaging tests. */
export const FIREFOX = process.env.FIREFOX ?? "/usr/bin/firefox-esr";

/** The third one: WebKit's, by its driver, on a screen in memory. */
export const WEBKIT_DRIVER = process.env.WEBKIT_DRIVER ?? "/usr/bin/WebKitWebDriver";
export const XVFB = "/usr/bin/Xvfb";
