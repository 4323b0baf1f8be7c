// auth_page.mjs, bundled and served, and beside it the token server that the page asks.
// Owns what the token server answers, and every token that it gave. Leaves to the tests: when it does what.

import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Seen, within } from "../support/deadline.mjs";

const PAGE = fileURLToPath(new URL("./auth_page.mjs", import.meta.url));
const HTML = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>Notes</title>
<div id="root"></div><script type="module" src="/page.js"></script>`;

/** Serves the page; its tokens are of `provider`, an identity provider. */
export async function startAuthSite(provider) {
  const code = await bundle();
  const tokens = new TokenServer(provider);
  const server = createServer((request, response) => {
    const url = new URL(request.url, "http://page");
    if (url.pathname === "/token") return tokens.asked(url.searchParams, response);
    const isCode = url.pathname === "/page.js";
    const type = isCode ? "text/javascript" : "text/html";
    response.writeHead(200, { "Content-Type": type }).end(isCode ? code : HTML);
  });
  await within("the page's server", new Promise((done) => server.listen(0, "127.0.0.1", done)));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    tokens,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function bundle() {
  const result = await build({
    entryPoints: [PAGE],
    bundle: true,
    write: false,
    format: "esm",
    tsconfigRaw: {}, // the package's own imports as apps resolve them, not as the compiler does
    define: { "process.env.NODE_ENV": '"production"' },
  });
  return result.outputFiles[0].text;
}

class TokenServer {
  /** What was asked, in order: for whom, and whether a cached token would do. */
  requests = new Seen();
  /** Every token ever given. */
  given = [];
  #provider;
  #answer;
  #hanging = [];

  constructor(provider) {
    this.#provider = provider;
    this.reset();
  }

  /** Forgets what was asked; tokens are good and hold for long. */
  reset() {
    this.requests = new Seen();
    this.#hanging = [];
    this.issues();
  }

  /** From now on tokens that hold for so many seconds, signed by `provider`. */
  issues({ seconds = 3600, provider = this.#provider } = {}) {
    this.#answer = (response, user) => {
      const token = provider.token(user, { seconds });
      this.given.push(token);
      response.writeHead(200).end(token);
    };
  }

  /** From now on an error. */
  fails() {
    this.#answer = (response) => response.writeHead(503).end();
  }

  /** From now on nothing: nobody is signed in. */
  answersNothing() {
    this.#answer = (response) => response.writeHead(200).end();
  }

  /** From now on no answer, until `answersWhatHangs`. */
  hangs() {
    this.#answer = (response, user) => this.#hanging.push([response, user]);
  }

  /** Those who wait get what is answered by now. */
  answersWhatHangs() {
    for (const waiting of this.#hanging.splice(0)) this.#answer(...waiting);
  }

  /** Until it was asked so often. */
  async askedTimes(count) {
    await this.requests.until(
      `request ${count} at the token server`,
      () => this.requests.values.length >= count,
    );
  }

  asked(query, response) {
    const user = query.get("user");
    this.#answer(response, user);
    this.requests.add({ user, force: query.get("force") === "true" });
  }
}
