// Random Convex values from a seed.

/** Numbers in [0, 1) that repeat for a seed (mulberry32). */
export function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const SCALARS = [null, true, false, 0, -0, 1, "", "x", 3n, Number.NaN];

/** A value at most `depth` containers deep; small on purpose, so that equal ones are common. */
export function randomValue(random, depth) {
  const pick = (length) => Math.floor(random() * length);
  const kind = depth === 0 ? 0 : pick(3);
  if (kind === 0) return SCALARS[pick(SCALARS.length)];
  const size = pick(3);
  const items = Array.from({ length: size }, () => randomValue(random, depth - 1));
  if (kind === 1) return items;
  return Object.fromEntries(items.map((item, index) => ["ab"[index] ?? "c", item]));
}
