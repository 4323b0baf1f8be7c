// Pages in a browser, by the protocol that all share: the project's own code writes what it proved, as JSON, into the
// element #proof. Owns the browsers, each started when it is first asked for.

import { launchBrowser } from "../../e2e/browser.mjs";
import { DEADLINE_MS } from "../../support/deadline.mjs";
import { launchFirefox } from "./firefox.mjs";
import { launchWebKit } from "./webkit.mjs";

const LAUNCH = { chromium: launchChromium, firefox: launchFirefox, webkit: launchWebKit };

export class Pages {
  #browsers = new Map();

  /** What the page at `url` proved in a browser; throws with what it printed where it did not. */
  async proofOf(url, name = "chromium") {
    if (!this.#browsers.has(name)) this.#browsers.set(name, LAUNCH[name]());
    // Outside of what follows: a browser that is not there is no failure of the page's.
    const browser = await this.#browsers.get(name);
    const said = [];
    try {
      return readProof(await browser.proofTextOf(url, said));
    } catch (error) {
      throw new Error(`${url}: ${error.message}\nthe page said:\n${said.join("\n")}`);
    }
  }

  /** The browsers that pages were opened in, each with its version. */
  async versions() {
    const started = await Promise.allSettled(this.#browsers.values());
    return started.flatMap(({ value }) => (value ? [value.version] : []));
  }

  async close() {
    const started = await Promise.allSettled(this.#browsers.values());
    await Promise.all(started.map(({ value }) => value?.close()));
  }
}

async function launchChromium() {
  const browser = await launchBrowser();
  return {
    version: `Chromium ${browser.version()}`,
    async proofTextOf(url, said) {
      const page = await browser.newPage();
      page.on("console", (message) => said.push(message.text()));
      page.on("pageerror", (error) => said.push(String(error.stack ?? error)));
      reloadWhereOutdated(page);
      try {
        page.setDefaultTimeout(DEADLINE_MS);
        await page.goto(url);
        return await page.locator("#proof").filter({ hasText: /./ }).textContent();
      } finally {
        await page.close();
      }
    },
    close: () => browser.close(),
  };
}

/**
 * Does what Vite's dev server wants of a page: where it comes across a package that it has not bundled yet, it answers 504
 * (Outdated Optimize Dep) and asks for a reload, which a page that just loads for the first time does not hear.
 */
function reloadWhereOutdated(page) {
  let isReloading = false;
  page.on("response", async (response) => {
    if (response.status() !== 504 || isReloading) return;
    isReloading = true;
    // The end of the row may come first.
    await page.reload().catch(() => {});
    isReloading = false;
  });
}

/** The proof that a text is, or that ends what a program printed. */
export function readProof(text) {
  const proof = JSON.parse(text.trim().split("\n").at(-1));
  if (proof.error) throw new Error(proof.error);
  return proof;
}

/** The proof among what a test runner printed: behind `proof=`, at the start of a line. */
export function proofIn(output) {
  const [, text] = output.match(/^proof=(.*)$/m) ?? [];
  if (text === undefined) throw new Error(`no proof was printed:\n${output}`);
  return readProof(text);
}
