/**
 * Structural sharing: what is equal keeps its identity.
 *
 * Owns: comparing a new value with the one shown before, for results that came as a whole and for optimistic ones.
 * Parts are shared only between equal positions, so no two positions come to share an object that they did not
 * share before.
 */

/** `old` where both are equal; else `next` with every equal part taken from `old`. Neither is changed. */
export function share<T>(old: unknown, next: T): T {
  if (Object.is(old, next)) return next;
  if (typeof old !== "object" || typeof next !== "object" || !old || !next) return next;
  if (Array.isArray(next)) return Array.isArray(old) ? (shareArray(old, next) as T) : next;
  if (next instanceof ArrayBuffer) {
    return old instanceof ArrayBuffer && equalBytes(old, next) ? (old as T) : next;
  }
  return isObject(old) && isObject(next) ? (shareObject(old, next) as T) : next;
}

function shareArray(old: unknown[], next: unknown[]): unknown[] {
  const shared = next.map((item, index) => share(old[index], item));
  if (sameItems(shared, old)) return old;
  return sameItems(shared, next) ? next : shared;
}

function sameItems(a: unknown[], b: unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => Object.is(item, b[index]));
}

/** Whether two containers hold the very same parts. */
export function sameParts(a: object, b: object): boolean {
  const [one, other] = [a as Fields, b as Fields];
  const keys = Object.keys(one);
  const isSame = (key: string) => Object.hasOwn(other, key) && Object.is(one[key], other[key]);
  return keys.length === Object.keys(other).length && keys.every(isSame);
}

type Fields = Record<string, unknown>;

function shareObject(old: Fields, next: Fields): Fields {
  const shared: Fields = {};
  const keys = Object.keys(next);
  let equal = keys.length === Object.keys(old).length;
  for (const key of keys) {
    const had = Object.hasOwn(old, key);
    const value = had ? share(old[key], next[key]) : next[key];
    equal &&= had && Object.is(value, old[key]);
    define(shared, key, value);
  }
  return equal ? old : shared;
}

/** Sets an own property whatever its name (`__proto__` would set the prototype). */
export function define(target: object, key: string | number, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(target, key, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  } else {
    (target as Record<string | number, unknown>)[key] = value;
  }
}

function isObject(value: object): value is Fields {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function equalBytes(a: ArrayBuffer, b: ArrayBuffer): boolean {
  if (a.byteLength !== b.byteLength) return false;
  const [left, right] = [new Uint8Array(a), new Uint8Array(b)];
  return left.every((byte, index) => byte === right[index]);
}
