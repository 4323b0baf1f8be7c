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

  /** `plan` has an outcome for each fetch: "new", "same", "none", each perhaps with " late". */
  constructor(side, plan) {
    this.#side = side;
    this.#plan = [...plan];
  }

  fetch({ forceRefreshToken }) {
    this.#side.tell("fetch", forceRefreshToken);
    const [what, when] = (this.#plan.shift() ?? "same").split(" ");
    const token = this.#make(what);
    if (when !== "late") return Promise.resolve(token);
    return new Promise((resolve) => this.#held.push(() => resolve(token)));
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
