// Queries and mutations give the same result for the same data: time stands still, chance is
// seeded, and nothing outside the database can be reached.
//
// Owns: Date, Math.random and the globals that refuse. Leaves to the host: the actual start time and
// seed, and what it means that a function asked for them.

const REFUSED = {
  fetch: "fetch()",
  setTimeout: "setTimeout",
  setInterval: "setInterval",
};

export function pinTimeAndChance(host, { nowMs, seed }) {
  const now = () => {
    host.noteMoment();
    return nowMs;
  };
  const random = seededRandom(seed);
  globalThis.Date = pinnedDate(now);
  globalThis.performance = {
    now: () => 0,
    get timeOrigin() {
      return now();
    },
  };
  Math.random = () => {
    host.noteMoment();
    return random();
  };
  for (const [name, shown] of Object.entries(REFUSED)) {
    globalThis[name] = () => {
      throw new Error(
        `Can't use ${shown} in queries and mutations. Please consider using an action. ` +
          "See https://docs.convex.dev/functions/actions for more details.",
      );
    };
  }
  globalThis.clearTimeout = () => {};
  globalThis.clearInterval = () => {};
  globalThis.crypto = { getRandomValues: refuseCrypto, randomUUID: refuseCrypto };
}

function refuseCrypto() {
  throw new Error(
    "Can't use cryptographic randomness in queries and mutations. Please consider using an action. " +
      "See https://docs.convex.dev/functions/actions for more details.",
  );
}

function pinnedDate(now) {
  const RealDate = Date;
  function PinnedDate(...args) {
    if (new.target === undefined) return new RealDate(now()).toString();
    return Reflect.construct(RealDate, args.length === 0 ? [now()] : args, new.target);
  }
  PinnedDate.prototype = RealDate.prototype;
  PinnedDate.prototype.constructor = PinnedDate;
  PinnedDate.now = now;
  PinnedDate.parse = RealDate.parse;
  PinnedDate.UTC = RealDate.UTC;
  Object.defineProperty(PinnedDate, "name", { value: "Date" });
  Object.defineProperty(PinnedDate, "length", { value: 7 });
  return PinnedDate;
}

/** The generator "sfc32": small, fast, and good enough for anything but secrets. */
function seededRandom([a, b, c, counter]) {
  return () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
}
