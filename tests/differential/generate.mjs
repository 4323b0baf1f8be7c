// Random scripts.
//
// Owns: how often each step comes, and its details. A script is plain data: it runs again from its text alone.

import { FAULT_NAMES } from "./server_steps.mjs";
import { QUERIES } from "./wire.mjs";
import { chance } from "./world.mjs";

export const REASONS = [
  "",
  "InternalServerError",
  "CommitterFullError",
  "TooManyConcurrentRequests: many",
  "Whatever",
];
export const CLOSES = [1000, 1001, 1005, 1006, 1011, 1012, 1013, 4040];
const SPECIAL = [
  { $integer: "AQAAAAAAAAA=" },
  { $float: "AAAAAAAA+H8=" },
  { $bytes: "AQID" },
  { deep: [{ $integer: "//////////8=" }, null, "ä"], n: 1.5 },
];
export const ORDERS = ["usual", "odd", "alone"];
/** What an update does; what one within another does. */
export const UPDATES = ["append", "set", "all", "nest", "throw"];
export const NESTED_UPDATES = ["append", "set", "throw"];
/** What a fetch for a token gives, perhaps late. */
export const TOKENS = ["new", "same", "none"];
const LOGS = ["[LOG] said 'hello'", "[WARN] two\nlines", "not a line of the log"];

/** A script of `length` steps or a few more. */
export function generate(seed, length = 24) {
  const script = new Generator(seed);
  while (script.steps.length < length) script.next();
  script.end();
  return script.steps;
}

/** What hardly ever comes by chance: a credential that is not confirmed when an answer comes after a retry. */
export const RARE = [
  [
    { kind: "close", code: 1011, reason: "" },
    { kind: "advance", ms: 2_000 },
    { kind: "open" },
    { kind: "act", id: 1, name: "m:act" },
    { kind: "setAuth", plan: ["new"] },
    { kind: "answerAction", pick: 0, outcome: { value: 1 } },
    { kind: "transition" },
  ],
];

class Generator {
  steps = [];
  #nextId = 1;
  #subscribed = [];
  #open = false;
  #written = 0;

  #signsIn;
  #signedIn = false;

  constructor(seed) {
    this.rng = chance(seed);
    this.#signsIn = seed % 3 === 0;
    if (seed % 6 === 1) this.#add(this.#setAdmin());
    for (let i = this.rng.below(3); i > 0; i--) this.#add(this.#subscribe());
    if (this.rng.chance(0.8)) this.#openNow();
  }

  next() {
    const { rng } = this;
    if (!this.#open && rng.chance(0.5)) this.#openNow();
    else rng.weighted(this.#signsIn ? this.#signInTable() : this.#table())();
  }

  #table() {
    const add = (step) => () => this.#add(step());
    return [
      [10, add(() => this.#subscribe())],
      [6, add(() => this.#unsubscribe("unsubscribe"))],
      [10, add(() => this.#mutate(0))],
      [5, add(() => this.#act())],
      [4, add(() => this.#tick())],
      [1, add(() => this.#unsubscribe("unsubscribeTwice"))],
      [12, add(() => ({ kind: "transition", ...this.#extras() }))],
      [10, add(() => ({ kind: "write", effects: this.#effects(), ...this.#extras() }))],
      [3, add(() => ({ kind: "silentWrite", effects: this.#effects() }))],
      [3, add(() => this.#chunked())],
      [14, add(() => this.#answer())],
      [8, add(() => this.#answerAction())],
      [4, add(() => ({ kind: "repeatAnswer" }))],
      [2, add(() => ({ kind: "ping" }))],
      [2, () => this.#delay()],
      [4, () => this.#close()],
      [7, () => this.#fault()],
      [1, () => this.#failSends()],
      [5, add(() => ({ kind: "advance", ms: this.rng.pick([10, 400, 3_000, 6_000, 61_000]) }))],
    ];
  }

  /** Of scripts in which a user signs in; without optimistic updates, of which ours hides what a user does not see. */
  #signInTable() {
    const add = (step) => () => this.#add(step());
    return [
      [8, add(() => this.#subscribe())],
      [3, () => this.#unsubscribeSignedIn()],
      [16, add(() => ({ kind: "transition" }))],
      [6, add(() => ({ kind: "write", effects: this.#effects() }))],
      [1, add(() => ({ kind: "ping" }))],
      [3, () => this.#closeSignedIn()],
      [6, () => this.#advanceSignedIn()],
      [5, () => this.#setAuth()],
      [4, add(() => ({ ...this.#mutate(0), update: undefined }))],
      [2, add(() => this.#act())],
      [8, add(() => this.#answer())],
      [3, add(() => this.#answerAction())],
      [5, add(() => ({ kind: "token" }))],
      [16, add(() => ({ kind: "authError", attempted: true }))],
      [12, () => this.#expire()],
    ];
  }

  /**
   * What an earlier one still waits for is given first. Where the official client does not wait for a token, or does
   * not tell that there is none, it is given at once.
   */
  #setAuth() {
    const { rng } = this;
    const outcome = () =>
      rng.weighted([
        [5, "new"],
        [3, "same"],
        [3, "none"],
      ]);
    const plan = Array.from({ length: 1 + rng.below(6) }, outcome);
    if (this.#signedIn && plan[0] === "none") plan[0] = "new";
    this.#signedIn = true;
    const fails = this.#open && rng.chance(0.25);
    if (fails) plan[0] = "fails";
    const timed = (its) => (this.#open && its !== "fails" && rng.chance(0.4) ? `${its} late` : its);
    this.#add({ kind: "token" });
    this.#add({ kind: "setAuth", plan: plan.map(timed) });
  }

  #setAdmin() {
    const attributes = { issuer: "https://issuer", subject: "ann", name: "Ann" };
    return { kind: "setAdmin", key: "key", actingAs: this.rng.pick([undefined, attributes]) };
  }

  #unsubscribeSignedIn() {
    this.#add({ kind: "token" });
    this.#add(this.#unsubscribe("unsubscribe"));
  }

  /** Not while a token is waited for: the official client goes on without one. */
  #closeSignedIn() {
    this.#add({ kind: "token" });
    this.#close();
  }

  /** Of a token that was confirmed, and renewed and confirmed again. */
  #expire() {
    for (let i = 0; i < 2; i++) this.#add({ kind: "transition" });
    this.#add({ kind: "authError", attempted: false });
  }

  #advanceSignedIn() {
    this.#add({ kind: "ping" });
    this.#add({ kind: "advance", ms: this.rng.pick([10, 3_000, 31_000]) });
  }

  #add(step) {
    if (step) this.steps.push({ ...step, random: this.rng.random() });
  }

  #subscribe() {
    const id = this.#nextId++;
    this.#subscribed.push(id);
    const step = { kind: "subscribe", id, query: this.rng.below(QUERIES.length) };
    return this.rng.chance(0.1) ? { ...step, journal: this.rng.pick(["j0", null]) } : step;
  }

  #unsubscribe(kind) {
    const at = this.rng.below(this.#subscribed.length);
    const [of] = this.#subscribed.splice(at, 1);
    return of && { kind, of };
  }

  #mutate(depth) {
    const step = {
      kind: "mutate",
      id: this.#nextId++,
      name: this.rng.pick(["m:add", "deep/m.js:add", "plain"]),
    };
    if (this.rng.chance(0.8)) step.args = { to: this.rng.pick([1, "b", ...SPECIAL]) };
    return this.rng.chance(0.6) ? { ...step, update: this.#update(depth) } : step;
  }

  #update(depth) {
    const { rng } = this;
    // An update and one that it makes keep to different queries.
    const query = () => (depth ? rng.pick([3, 4]) : rng.pick([0, 1, 2, 5]));
    const part = () =>
      rng.weighted([
        [6, () => ({ op: "append", query: query() })],
        [2, () => ({ op: "set", query: query(), value: rng.pick([[1], "x", ...SPECIAL]) })],
        [1, () => ({ op: "set", query: query() })],
        [depth ? 0 : 2, () => ({ op: "all", name: rng.pick(["m:get", "m:list"]) })],
        [depth ? 0 : 3, () => ({ op: "nest", mutate: this.#mutate(depth + 1) })],
        [depth ? 3 : 1, () => ({ op: "throw" })],
      ])();
    const parts = Array.from({ length: 1 + rng.below(2) }, part);
    const isSecondNest = ({ op }, at) => op === "nest" && at > 0 && parts[0].op === "nest";
    return parts.filter((its, at) => !isSecondNest(its, at));
  }

  #act() {
    return { kind: "act", id: this.#nextId++, name: "m:act", args: { at: this.rng.below(9) } };
  }

  #tick() {
    const { rng } = this;
    // Without a journal: that of a subscription which was made up would hold.
    const subscribe = () => ({ ...this.#subscribe(), journal: undefined });
    const op = () =>
      rng.weighted([
        [4, subscribe],
        [3, () => this.#unsubscribe("unsubscribe")],
        [2, () => this.#mutate(0)],
        [1, () => this.#act()],
      ])();
    const ops = Array.from({ length: 2 + rng.below(3) }, op).filter(Boolean);
    return { kind: "tick", ops };
  }

  #value() {
    return this.rng.chance(0.3)
      ? this.rng.pick(SPECIAL)
      : Array.from({ length: this.rng.below(3) }, () => this.#written++);
  }

  #outcome(failing = 0.25) {
    const { rng } = this;
    const logLines = rng.chance(0.25) ? [rng.pick(LOGS)] : [];
    if (!rng.chance(failing)) return { value: this.#value(), logLines };
    const error = `[Request ID: 0] Server Error ${this.#written++}`;
    return rng.chance(0.5)
      ? { error, logLines }
      : { error, data: rng.pick([null, "no", SPECIAL[0]]), logLines };
  }

  #effects() {
    const effect = () => {
      const journal = this.rng.pick([null, null, `j${this.#written++}`]);
      return [this.rng.below(QUERIES.length), { ...this.#outcome(), journal }];
    };
    return Array.from({ length: 1 + this.rng.below(3) }, effect);
  }

  #extras() {
    const { rng } = this;
    const extras = {};
    if (rng.chance(0.1)) extras.omit = [rng.below(QUERIES.length)];
    if (rng.chance(0.3)) extras.more = { clientClockSkew: -3, serverTs: 1.7e18 };
    return extras;
  }

  #chunked() {
    const parts = 2 + this.rng.below(3);
    return { kind: "chunked", effects: this.#effects(), parts, ping: this.rng.chance(0.5) };
  }

  #answer() {
    const order = this.rng.weighted([
      [6, "usual"],
      [2, "odd"],
      [2, "alone"],
    ]);
    return { kind: "answer", outcome: this.#outcome(), effects: this.#effects(), order };
  }

  #answerAction() {
    const follows = this.rng.chance(0.5);
    return {
      kind: "answerAction",
      pick: this.rng.below(3),
      outcome: this.#outcome(0.5),
      transition: follows,
    };
  }

  #openNow() {
    this.#add({ kind: "open" });
    this.#open = true;
    if (this.rng.chance(0.8)) this.#add({ kind: "transition" });
  }

  #reconnect() {
    this.#open = false;
    if (this.rng.chance(0.3)) this.next();
    this.#add({ kind: "advance", ms: this.rng.pick([2_000, 5_000, 25_000]) });
  }

  #close() {
    this.#add({ kind: "close", code: this.rng.pick(CLOSES), reason: this.rng.pick(REASONS) });
    this.#reconnect();
  }

  #fault() {
    if (!this.#open) return;
    const code = this.rng.pick(CLOSES);
    this.#add({ kind: "fault", how: this.rng.pick(FAULT_NAMES), code });
    this.#open = false;
  }

  /** The official client does not survive a FatalError: nothing can follow it. */
  end() {
    if (this.#signsIn && this.rng.chance(0.4)) {
      // The official client goes on renewing the token.
      this.#add({ kind: "token" });
      this.#add({ kind: "clearAuth" });
      return;
    }
    if (this.#open && this.rng.chance(0.15)) this.#add({ kind: "fatal", code: 1005 });
  }

  /** Not within a tick: there the two send their frames in another order. */
  #failSends() {
    this.#add({ kind: "failSends", count: 1 + this.rng.below(2) });
    this.#add(this.rng.chance(0.5) ? this.#mutate(0) : this.#subscribe());
    this.#add({ kind: "advance", ms: 25_000 });
    this.#add({ kind: "open" });
    this.#add({ kind: "failSends", count: 0 });
    this.#open = false;
    this.#reconnect();
  }

  #delay() {
    this.#add({ kind: "delay" });
    for (let i = this.rng.below(4); i >= 0; i--) this.next();
    this.#add({ kind: "release" });
  }
}
