/**
 * Structural sharing: what is equal keeps its identity.
 *
 * Owns: comparing a new value with the one shown before, for results that came as a whole and for optimistic ones.
 * Parts are shared only between equal positions, so no two positions come to share an object that they did not
 * share before.
 */

/**
 * `old` where both are equal; else `next` with every equal part taken from `old`. Neither is changed, unless `isOurs`:
 * then no one else has `next`, and it is changed in place.
 */
export function share<T>(old: unknown, next: T, isOurs = false): T {
  if (typeof old !== "object" || typeof next !== "object" || !old || !next) return next;
  if ((old as object) === next) return next;
  if (Array.isArray(next)) return Array.isArray(old) ? (shareArray(old, next, isOurs) as T) : next;
  if (next instanceof ArrayBuffer) {
    return old instanceof ArrayBuffer && equalBytes(old, next) ? (old as T) : next;
  }
  return isObject(old) && isObject(next) ? (shareObject(old, next, isOurs) as T) : next;
}

function shareArray(old: unknown[], next: unknown[], isOurs: boolean): unknown[] {
  let result = next;
  let equal = next.length === old.length;
  for (let at = 0; at < next.length; at++) {
    const had = old[at];
    const item = next[at];
    if (Object.is(had, item)) continue;
    const shared = share(had, item, isOurs);
    equal &&= Object.is(shared, had);
    if (Object.is(shared, item)) continue;
    if (result === next && !isOurs) result = next.slice();
    result[at] = shared;
  }
  return equal ? old : result;
}

/** Whether a container holds the very same parts as a copy that was made of it. */
export function sameParts(a: object, copy: object): boolean {
  if (Array.isArray(a) && Array.isArray(copy)) {
    return a.length === copy.length && copy.every((part, at) => Object.is(part, a[at]));
  }
  const [one, other] = [a as Fields, copy as Fields];
  const keys = Object.keys(one);
  const isSame = (key: string) => Object.hasOwn(other, key) && Object.is(one[key], other[key]);
  return keys.length === Object.keys(other).length && keys.every(isSame);
}

type Fields = Record<string, unknown>;

function shareObject(old: Fields, next: Fields, isOurs: boolean): Fields {
  const names = Object.keys(next);
  const oldNames = Object.keys(old);
  let result = next;
  let equal = names.length === oldNames.length;
  for (let at = 0; at < names.length; at++) {
    const name = names[at] as string;
    const has = oldNames[at] === name || Object.hasOwn(old, name);
    const had = has ? old[name] : ABSENT;
    const item = next[name];
    if (Object.is(had, item)) continue;
    const shared = share(had, item, isOurs);
    equal &&= Object.is(shared, had);
    if (Object.is(shared, item)) continue;
    if (result === next && !isOurs) result = { ...next };
    define(result, name, shared);
  }
  return equal ? old : result;
}

/** No value is this one. */
const ABSENT = Symbol();

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
