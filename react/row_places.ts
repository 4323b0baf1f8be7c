/**
 * Which items of a list go on as which of the list after it.
 *
 * Owns: what an item is found again by. A document: its string `_id`; one that is there twice: in order. Anything else:
 * itself, and where it is no more, what has come in its place.
 */

/** For each item the place of the one in `old` that it goes on from; undefined where it is new. */
export function placesOf(old: unknown[], items: unknown[]): (number | undefined)[] {
  const byName = placesByName(old);
  const places = items.map((item) => byName.get(nameOf(item))?.shift());
  const taken = new Set(places);
  return places.map((place, at) => {
    if (place !== undefined) return place;
    const isFree = at < old.length && !taken.has(at);
    return isFree && idOf(old[at]) === undefined && idOf(items[at]) === undefined ? at : undefined;
  });
}

/** Whether each item goes on in its place, as it is or as the same document. */
export function areInPlace(old: unknown[], items: unknown[]): boolean {
  const isInPlace = (item: unknown, at: number) => {
    if (item === old[at]) return true;
    const id = idOf(item);
    return id !== undefined && id === idOf(old[at]);
  };
  return old.length === items.length && items.every(isInPlace);
}

/** The id of a document; undefined for anything else. */
export function idOf(item: unknown): string | undefined {
  const id = (item as { _id?: unknown } | null | undefined)?._id;
  return typeof id === "string" ? id : undefined;
}

const nameOf = (item: unknown) => idOf(item) ?? item;

function placesByName(items: unknown[]): Map<unknown, number[]> {
  const places = new Map<unknown, number[]>();
  for (const [at, item] of items.entries()) {
    const name = nameOf(item);
    const same = places.get(name);
    if (same) same.push(at);
    else places.set(name, [at]);
  }
  return places;
}
