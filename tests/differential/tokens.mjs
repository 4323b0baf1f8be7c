// What an app's `fetchToken` gives in a script.
//
// Owns: the plan of a config, and answers that are held back until the script gives them.

/** How long a token lives (s): it is renewed ten seconds before. */
const LIFETIME = 40;

/** One user's tokens on one side. */
export class TokenSource {
  #plan;
  #held = [];
  #side;
  #last;
  /** A token that is there once a fetch that failed is made again. */
  #next;
  #resolve;

  /**
   * `plan` has an outcome for each fetch: "new", "same", "none", each perhaps with " late". One that "fails" is made again
   * by ours; for the official client, which would not, it takes until then.
   */
  constructor(side, plan) {
    this.#side = side;
    this.#plan = [...plan];
  }

  fetch({ forceRefreshToken }) {
    if (this.failed) return this.#again();
    this.#side.tell("fetch", forceRefreshToken);
    const [what, when] = (this.#plan.shift() ?? "same").split(" ");
    if (what === "fails") return this.#fail();
    const token = this.#make(what);
    if (when !== "late") return Promise.resolve(token);
    return new Promise((resolve) => this.#held.push(() => resolve(token)));
  }

  /** Whether a fetch failed and was not made again. */
  get failed() {
    return this.#next !== undefined;
  }

  #fail() {
    this.#next = this.#make("new");
    if (!this.#side.isOfficial) return Promise.reject(new Error("no network"));
    return new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  #again() {
    const token = this.#next;
    this.#next = undefined;
    return Promise.resolve(token);
  }

  /** What the official client waits for is there. */
  recover() {
    this.#resolve(this.#next);
    this.#next = undefined;
  }

  /** Gives what is held back. False where nothing is. */
  release() {
    if (this.#held.length === 0) return false;
    for (const give of this.#held.splice(0)) give();
    return true;
  }

  #make(what) {
    if (what === "none") return null;
    if (what === "new" || this.#last === undefined) this.#last = jwt(this.#side);
    return this.#last;
  }
}

/** A token of the one person of all scripts; no two are the same. */
function jwt(side) {
  const iat = Math.floor(side.timeNow() / 1_000);
  const claims = {
    iss: "https://issuer",
    sub: "ann",
    iat,
    exp: iat + LIFETIME,
    jti: side.nextToken++,
  };
  const text = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return [text({ alg: "none" }), text(claims), "signature"].join(".");
}
