// auth_page.mjs, bundled and served, and beside it the token server that the page asks.
// Owns what the token server answers, and every token that it gave. Leaves to the tests: when it does what.

import { Seen } from "../support/deadline.mjs";
import { bundle, HTML, serve } from "./page_site.mjs";

/** Serves the page; its tokens are of `provider`, an identity provider. */
export async function startAuthSite(provider) {
  const files = await bundle("./auth_page.mjs");
  const tokens = new TokenServer(provider);
  const site = await serve((request, response) => {
    const url = new URL(request.url, "http://page");
    if (url.pathname === "/token") return tokens.asked(url.searchParams, response);
    const script = files.get(url.pathname);
    const type = script ? "text/javascript" : "text/html";
    response.writeHead(200, { "Content-Type": type }).end(script ?? HTML);
  });
  return { ...site, tokens };
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
