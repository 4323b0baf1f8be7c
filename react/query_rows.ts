"use client";
/**
 * A list as rows: each can be listened to by itself.
 *
 * Owns: the rows and which of them changed. While none comes, goes or moves that costs one comparison of pointers an
 * item: the client keeps what is equal as it was. Leaves to others: the result (the client), which row goes on to show
 * what (`row_places.ts`), React (`use_query_rows.ts`).
 *
 * Rows follow the result when they are read, as `useQuery` does: what renders before the news has come round shows it.
 */

import { type Entry, PENDING } from "../js/entries.js";
import { share } from "../js/share.js";
import type { ConvexReactClient } from "./convex_react_client.js";
import { areInPlace, idOf, placesOf } from "./row_places.js";
import { type WatchedEntry, watchEntry } from "./watched_entry.js";

/** A row of a list: the same object as long as its document is in the list. */
export interface QueryRow<Item> {
  /** Its own in the list, for React's `key`: the document's `_id`, unless another row has it already. */
  readonly key: string;
  /** The document now, or as it was last in the list. For event handlers; while rendering `useRow` reads it. */
  readonly current: Item;
  /** Calls back when `current` has changed. Returns an unsubscribe. */
  subscribe(onChange: () => void): () => void;
}

/** A query whose value is its rows; the same array while the same rows are in the same order. */
export function watchRows(
  client: ConvexReactClient,
  name: string,
  encodedArgs: string,
): WatchedEntry {
  const watched = watchEntry(client, name, encodedArgs);
  const list = new RowList(name, watched);
  return {
    subscribe: (onChange, journal) => watched.subscribe(() => list.tell(onChange), journal),
    entry: () => list.entry(),
    journal: () => watched.journal(),
  };
}

class Row implements QueryRow<unknown> {
  readonly key: string;
  /** Its item in the last list. */
  source: unknown;
  /** What is shown: the same object as before where it is equal. */
  shown: unknown;
  /** None before the first: of a very long list few rows may be shown. */
  listeners: Set<() => void> | undefined;
  readonly #list: RowList;

  constructor(list: RowList, key: string, item: unknown) {
    this.#list = list;
    this.key = key;
    this.source = item;
    this.shown = item;
  }

  get current(): unknown {
    this.#list.entry();
    return this.shown;
  }

  subscribe(onChange: () => void): () => void {
    this.listeners ??= new Set();
    const listeners = this.listeners.add(onChange);
    return () => listeners.delete(onChange);
  }
}

class RowList {
  readonly #name: string;
  readonly #watched: WatchedEntry;
  /** Those of the last list, also while there is none: it may come back. */
  #rows: Row[] = [];
  readonly #changed = new Set<Row>();
  #source = PENDING;
  #shown = PENDING;
  #serial = 0;

  constructor(name: string, watched: WatchedEntry) {
    this.#name = name;
    this.#watched = watched;
  }

  entry(): Entry {
    const source = this.#watched.entry();
    if (source !== this.#source) {
      this.#source = source;
      this.#shown = this.#follow(source);
    }
    return this.#shown;
  }

  /** Tells those who listen to a row that has changed, then `onChange`. */
  tell(onChange: () => void): void {
    this.entry();
    const told = [...this.#changed].flatMap(({ listeners }) => [...(listeners ?? [])]);
    this.#changed.clear();
    callAll([...told, onChange]);
  }

  #follow(source: Entry): Entry {
    if (source.status !== "success" || source.value === null) return source;
    if (!Array.isArray(source.value)) {
      const expected = "useQueryRows takes a query that returns an array or null";
      const given = `${this.#name} returned a value of type ${typeof source.value}`;
      return { status: "error", error: new Error(`${expected}; ${given}.`) };
    }
    const before = this.#rows.map((row) => row.source);
    if (!areInPlace(before, source.value)) this.#arrange(before, source.value);
    this.#fill(source.value);
    const isShown = this.#shown.status === "success" && this.#shown.value === this.#rows;
    return isShown ? this.#shown : { status: "success", value: this.#rows };
  }

  /** Makes the rows those of the items, in their order; the array stays where they are the same. */
  #arrange(before: unknown[], items: unknown[]): void {
    const old = this.#rows;
    const places = placesOf(before, items);
    const keys = new Set(places.map((place) => place !== undefined && old[place]?.key));
    const rows = items.map((item, at) => {
      const row = old[places[at] ?? -1];
      if (row) return row;
      const id = idOf(item);
      const key = id === undefined || keys.has(id) ? `${id ?? ""}#${++this.#serial}` : id;
      keys.add(key);
      return new Row(this, key, item);
    });
    const isSame = rows.length === old.length && places.every((place, at) => place === at);
    if (!isSame) this.#rows = rows;
  }

  /** Gives each row its item. */
  #fill(items: unknown[]): void {
    this.#rows.forEach((row, at) => {
      if (row.source === items[at]) return;
      row.source = items[at];
      const shown = share(row.shown, row.source);
      if (Object.is(shown, row.shown)) return;
      row.shown = shown;
      this.#changed.add(row);
    });
  }
}

/** One that throws silences no other; whoever called hears of the first. */
function callAll(listeners: (() => void)[]): void {
  const errors: unknown[] = [];
  for (const listen of listeners) {
    try {
      listen();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}
