// Pages in a browser, by the protocol that all share: the project's own code writes what it proved, as JSON, into the
// element #proof. Owns the browsers, each started when it is first asked for.

import { launchBrowser } from "../../e2e/browser.mjs";
import { DEADLINE_MS } from "../../support/deadline.mjs";

export class Pages {
  #chromium;

  /** What the page at `url` proved; throws with what it printed where it did not. */
  async proofOf(url) {
    this.#chromium ??= launchBrowser();
    const browser = await this.#chromium;
    const page = await browser.newPage();
    const said = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(String(error.stack ?? error)));
    try {
      page.setDefaultTimeout(DEADLINE_MS);
      await page.goto(url);
      return readProof(await page.locator("#proof").filter({ hasText: /./ }).textContent());
    } catch (error) {
      throw new Error(`${url}: ${error.message}\nthe page said:\n${said.join("\n")}`);
    } finally {
      await page.close();
    }
  }

  async close() {
    await (await this.#chromium)?.close();
  }
}

/** The proof that a text is, or that ends what a program printed. */
export function readProof(text) {
  const proof = JSON.parse(text.trim().split("\n").at(-1));
  if (proof.error) throw new Error(proof.error);
  return proof;
}
