// A world of its own for one client: its clock, timers, chance, and what it throws into the event loop.
//
// Owns: the globals that a client reads (Date, performance.now, setTimeout, Math.random) while it runs. Microtasks
// are real. Two worlds never run at once, and between their turns the globals are Node's.

const real = {
  Date,
  setTimeout,
  clearTimeout,
  setImmediate,
  random: Math.random,
  now: performance.now,
};
/** When every world begins. */
export const EPOCH = 1_700_000_000_000;

let current;

/** Time, timers and chance of one client. */
export class World {
  now = 0;
  /** What Math.random gives; the script's steps set it, the same for both clients. */
  random = 0.5;
  /** Called when a task is done, and when its microtasks are. */
  afterTask = () => {};
  /** What escaped into the event loop. */
  thrown = [];
  #timers = new Map();
  #nextTimer = 1;

  /** Runs `action` and all microtasks that follow, in this world. */
  async run(action) {
    this.#enter();
    try {
      this.attempt(action);
      this.afterTask();
      await new Promise((resolve) => real.setImmediate(resolve));
      this.afterTask();
    } finally {
      leave();
    }
  }

  /** Runs a task of the event loop: what it throws is kept. */
  attempt(action) {
    try {
      action();
    } catch (error) {
      this.thrown.push(String(error?.message ?? error));
    }
  }

  /** Lets time pass until `until`, with every timer at its moment. */
  async advance(until) {
    for (let due = this.#nextDue(until); due; due = this.#nextDue(until)) {
      this.now = Math.max(this.now, due.at);
      this.#timers.delete(due.id);
      await this.run(due.callback);
    }
    this.now = Math.max(this.now, until);
  }

  /** Whether a timer comes due by then. */
  hasDue(until) {
    return this.#nextDue(until) !== undefined;
  }

  setTimeout(callback, ms) {
    const id = this.#nextTimer++;
    this.#timers.set(id, { id, at: this.now + Math.max(ms, 0), callback });
    return id;
  }

  clearTimeout(id) {
    this.#timers.delete(id);
  }

  #nextDue(until) {
    let next;
    for (const timer of this.#timers.values()) {
      if (timer.at <= until && (next === undefined || timer.at < next.at)) next = timer;
    }
    return next;
  }

  #enter() {
    current = this;
    globalThis.Date = WorldDate;
    globalThis.setTimeout = (callback, ms) => this.setTimeout(callback, ms);
    globalThis.clearTimeout = (id) => this.clearTimeout(id);
    Math.random = () => this.random;
    performance.now = () => this.now;
  }
}

function leave() {
  current = undefined;
  globalThis.Date = real.Date;
  globalThis.setTimeout = real.setTimeout;
  globalThis.clearTimeout = real.clearTimeout;
  Math.random = real.random;
  performance.now = real.now;
}

class WorldDate extends real.Date {
  constructor(...args) {
    super(...(args.length ? args : [WorldDate.now()]));
  }
  static now() {
    return Math.floor(EPOCH + current.now);
  }
}

/** A seeded generator of chance for scripts (mulberry32). */
export function chance(seed) {
  let state = seed >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n) => Math.floor(random() * n);
  return {
    random,
    below,
    pick: (list) => list[below(list.length)],
    chance: (probability) => random() < probability,
    weighted: (table) => {
      const total = table.reduce((sum, [weight]) => sum + weight, 0);
      let at = random() * total;
      for (const [weight, item] of table) {
        at -= weight;
        if (at < 0) return item;
      }
      return table.at(-1)[1];
    },
  };
}
