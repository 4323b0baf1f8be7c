/**
 * What the app sees: materialised results with the optimistic layers on top.
 *
 * Owns: base values, update functions, visible entries and their identity, whose turn it is to hear. Leaves to others:
 * which layers there are and when they fall, which results are valid (the core, by its records); entries (`entries.ts`);
 * what is known of one query (`query_slot.ts`); running listeners (`work_list.ts`).
 *
 * Base: what the server said. Overlay: what the layers set, replayed in order whenever something below changed.
 * Visible: overlay before base, with the identity of what was shown before wherever it is equal.
 */

import { type Entry, entryAfter, entryOf, keepIdentity, PENDING } from "./entries.js";
import { freeze } from "./freeze.js";
import { functionError } from "./function_errors.js";
import type { QueryToken } from "./functions.js";
import { type LayeredQuery, localStore, type OptimisticLocalStore } from "./optimistic.js";
import { type Base, type QueryDescription, QuerySlot } from "./query_slot.js";
import type { QueryChange, TransitionRecord } from "./records.js";

/** An optimistic update with its arguments bound. */
export type Layer = (store: OptimisticLocalStore) => void;

interface Overlaid extends LayeredQuery {
  /** The request whose layer has set it. */
  by: number;
  entry: Entry;
  /** Set to the very object that was shown, changed in place: it only looks equal to what was shown. */
  renewed: boolean;
}

/** The store of one client. */
export class ViewStore {
  /** Those that have a base in the order in which their results came. */
  readonly #slots = new Map<QueryToken, QuerySlot>();
  /** By the core's id. */
  readonly #byId = new Map<number, QuerySlot>();
  readonly #layers = new Map<number, Layer>();
  /** Layers whose update runs for the first time. */
  readonly #running = new Set<number>();
  readonly #reportLayer: (error: unknown) => void;
  readonly #readWhole: (query: number) => string | undefined;
  readonly #freezes: boolean | undefined;
  #overlay = new Map<QueryToken, Overlaid>();
  /** Counts cores. An update may call the one that then fails: what ran on top of its layers counts no more. */
  #generation = 0;

  /**
   * @param reportLayer - receives what an update throws when it is replayed; its layer is dropped
   * @param readWhole - gives the value of a query as what sets it, in JSON
   * @param freezes - what is shown can be changed by nobody
   */
  constructor(
    reportLayer: (error: unknown) => void,
    readWhole: (query: number) => string | undefined,
    freezes?: boolean,
  ) {
    this.#reportLayer = reportLayer;
    this.#readWhole = readWhole;
    this.#freezes = freezes;
  }

  /**
   * Ties the core's query id to what it stands for. A query that is watched again under a new id starts anew, unless a
   * core of before knew it. The queries whose shown entry changed.
   *
   * @param journal - of an earlier life of the query
   */
  attach(id: number, query: QueryDescription, journal?: string | null): Set<QueryToken> {
    if (this.#byId.has(id)) return new Set();
    const slot = this.#slot(query.token);
    this.#byId.set(id, slot);
    if (slot.base && slot.base.id === undefined) {
      slot.base.id = id;
      return new Set();
    }
    slot.base = { ...query, id, entry: PENDING, journal };
    return this.#show(this.#overlay, new Set([slot]));
  }

  /** What is shown for a query. */
  entry(token: QueryToken): Entry {
    return this.#slots.get(token)?.shown ?? PENDING;
  }

  /** Reads what is shown for a query, for those who do so often. */
  reader(token: QueryToken): () => Entry {
    let slot: QuerySlot | undefined;
    return () => {
      if (slot === undefined || slot.isGone) slot = this.#slots.get(token);
      return slot?.shown ?? PENDING;
    };
  }

  /** What is known of a query; not to be changed by others. */
  known(token: QueryToken): QuerySlot | undefined {
    return this.#slots.get(token);
  }

  /** The journal that the server last sent. */
  journal(token: QueryToken): string | null | undefined {
    return this.#slots.get(token)?.base?.journal;
  }

  /** The log lines of the run that gave what is shown; what an update has set comes of none. */
  logLines(token: QueryToken): string[] | undefined {
    const layer = this.#overlay.get(token);
    if (layer !== undefined) return layer.value === undefined ? undefined : [];
    return this.#slots.get(token)?.base?.logLines;
  }

  /** What the core's query id stands for. */
  describe(id: number): QueryDescription | undefined {
    return this.#byId.get(id)?.base;
  }

  /** Calls `listener` whenever the shown entry of the query changes. */
  listen(token: QueryToken, listener: () => void): () => void {
    const slot = this.#slot(token);
    const { listeners } = slot;
    const hear = () => {
      if (listeners.has(listener)) listener();
    };
    listeners.set(listener, listeners.get(listener) ?? hear);
    return () => {
      listeners.delete(listener);
      this.#tidy(slot);
    };
  }

  /** Who is to be told about these queries, in order; one that has left by the time of its turn is not. */
  listenersOf(tokens: Iterable<QueryToken>): (() => void)[] {
    const all: (() => void)[] = [];
    for (const token of tokens) {
      for (const hear of this.#slots.get(token)?.listeners.values() ?? []) all.push(hear);
    }
    return all;
  }

  /** Applies base patches and drops layers, in one step. The queries whose shown entry changed. */
  apply(record: TransitionRecord): Set<QueryToken> {
    const touched = new Set<QuerySlot>();
    for (const change of record.queries) {
      const slot = this.#byId.get(change.query);
      if (slot !== undefined && this.#applyChange(slot, change)) touched.add(slot);
    }
    for (const [, request] of record.dropped) this.#layers.delete(request);
    return this.#replay(touched);
  }

  /**
   * Puts a layer on top and shows what it sets. The queries whose shown entry changed.
   *
   * @throws what the update throws; then nothing of it is shown
   */
  addLayer(request: number, layer: Layer): Set<QueryToken> {
    this.#layers.set(request, layer);
    this.#running.add(request);
    const generation = this.#generation;
    let written: Map<QueryToken, Overlaid>;
    try {
      // The update may call another mutation, whose layer is above this one.
      written = this.#runLayer(request, layer, () => this.#overlay);
    } catch (error) {
      this.#layers.delete(request);
      throw error;
    } finally {
      this.#running.delete(request);
    }
    if (generation !== this.#generation) return new Set();
    const above = [...this.#overlay].filter(([, { by }]) => by > request);
    return this.#show(new Map([...this.#overlay, ...written, ...above]), new Set());
  }

  /**
   * The core is gone: its ids mean nothing and its layers fall. Base values stay, unless they may be somebody's own: the
   * next core does not know whose they are. The queries whose entry changed.
   */
  detach(isPrivate: boolean): Set<QueryToken> {
    this.#generation++;
    this.#byId.clear();
    this.#layers.clear();
    const slots = [...this.#slots.values()];
    for (const { base } of slots) {
      if (!base) continue;
      base.id = undefined;
      if (!isPrivate) continue;
      base.entry = PENDING;
      base.logLines = undefined;
    }
    return this.#replay(new Set(isPrivate ? slots : []));
  }

  /** Forgets what no core knows and nobody watches. */
  forgetDetached(watched: Set<QueryToken>): void {
    for (const slot of this.#slots.values()) {
      if (!slot.base || slot.base.id !== undefined || watched.has(slot.token)) continue;
      slot.base = undefined;
      slot.shown = PENDING;
      this.#tidy(slot);
    }
  }

  /** The place of a query, which is made where there is none. */
  #slot(token: QueryToken): QuerySlot {
    const slot = this.#slots.get(token) ?? new QuerySlot(token);
    this.#slots.set(token, slot);
    return slot;
  }

  /** Lets go of a place that nobody needs. */
  #tidy(slot: QuerySlot): void {
    if (slot.isListed || slot.isGone || slot.listeners.size > 0) return;
    slot.isGone = true;
    this.#slots.delete(slot.token);
  }

  /** True when the base entry, and so possibly the shown one, differs. */
  #applyChange(slot: QuerySlot, change: QueryChange): boolean {
    const { base } = slot;
    if (change.gone) this.#byId.delete(change.query);
    if (base?.id !== change.query) return false;
    if (change.gone) {
      slot.base = undefined;
      return true;
    }
    if (change.loading) base.logLines = undefined;
    if (change.journal !== undefined) base.journal = change.journal;
    if (change.logLines !== undefined) base.logLines = change.logLines;
    const next = this.#nextEntry(base, change);
    const differs = next !== base.entry;
    if (differs && base.entry.status === "pending") {
      // Updates see queries in the order in which their results came, as in npm convex.
      this.#slots.delete(slot.token);
      this.#slots.set(slot.token, slot);
    }
    base.entry = next;
    return differs;
  }

  #nextEntry(base: Base, change: QueryChange): Entry {
    if (change.loading) return PENDING;
    if (change.error) {
      return { status: "error", error: functionError("Q", base.path, change.error) };
    }
    try {
      return entryAfter(base.entry, change);
    } catch (error) {
      return this.#wholeEntry(base, error as Error);
    }
  }

  /** What came before could not be decoded, so it cannot be patched: the core knows the whole. */
  #wholeEntry(base: Base, error: Error): Entry {
    try {
      const whole = base.id === undefined ? undefined : this.#readWhole(base.id);
      if (whole) return entryAfter(base.entry, { whole: JSON.parse(whole) });
    } catch {}
    // A value that cannot be decoded is this query's error; the rest of the record holds.
    return { status: "error", error };
  }

  #replay(touched: Set<QuerySlot>): Set<QueryToken> {
    const overlay = new Map<QueryToken, Overlaid>();
    const generation = this.#generation;
    for (const [request, layer] of [...this.#layers]) {
      if (this.#running.has(request)) continue;
      try {
        for (const [token, query] of this.#runLayer(request, layer, () => overlay))
          overlay.set(token, query);
      } catch (error) {
        this.#layers.delete(request);
        this.#reportLayer(error);
      }
    }
    if (generation !== this.#generation) return new Set();
    return this.#show(overlay, touched);
  }

  /** Runs one update over the layers below; what it set counts only if it ran to its end. */
  #runLayer(
    by: number,
    layer: Layer,
    below: () => Map<QueryToken, Overlaid>,
  ): Map<QueryToken, Overlaid> {
    const written = new Map<QueryToken, Overlaid>();
    const upper = (token: QueryToken) => written.get(token) ?? below().get(token);
    const slots = this.#slots;
    const all = function* () {
      for (const { token, base } of slots.values()) {
        if (!base) continue;
        const seen = upper(token) ?? (base.entry.status === "pending" ? undefined : layered(base));
        if (seen) yield seen;
      }
      for (const [token, query] of new Map([...below(), ...written])) {
        if (baseOf(token) === undefined) yield query;
      }
    };
    const baseOf = (token: QueryToken) => this.#slots.get(token)?.base;
    const read = (token: QueryToken) => {
      const base = baseOf(token);
      return upper(token) ?? (base && layered(base));
    };
    const write = (token: QueryToken, query: LayeredQuery) => {
      const renewed = isObject(query.value) && query.value === read(token)?.value;
      const value = renewed ? copyOf(query.value) : query.value;
      written.set(token, { ...query, by, value, entry: entryOf(value), renewed });
    };
    layer(localStore({ read, all, write }));
    return written;
  }

  #show(overlay: Map<QueryToken, Overlaid>, touched: Set<QuerySlot>): Set<QueryToken> {
    const below = this.#overlay;
    this.#overlay = overlay;
    for (const token of [...below.keys(), ...overlay.keys()]) touched.add(this.#slot(token));
    const changed = new Set<QueryToken>();
    for (const slot of touched) {
      const layer = overlay.get(slot.token);
      const isRenewed = layer?.renewed === true && layer !== below.get(slot.token);
      if (this.#showOne(slot, layer, isRenewed)) changed.add(slot.token);
    }
    return changed;
  }

  /** True when what is shown changed. */
  #showOne(slot: QuerySlot, layer: Overlaid | undefined, isRenewed: boolean): boolean {
    const { base, shown } = slot;
    const entry = (layer ?? base)?.entry ?? PENDING;
    const isAsIs = isRenewed || (!layer && base?.isShown);
    const next = isAsIs ? entry : keepIdentity(shown, entry);
    if (base) base.isShown = next === base.entry;
    slot.shown = next;
    slot.isOverlaid = layer !== undefined;
    this.#tidy(slot);
    if (next === shown) return false;
    if (this.#freezes && next.status === "success") freeze(next.value);
    return true;
  }
}

/** An update that changed in place what it had read sets the same object: shown as a new one, so that it is told. */
function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice();
  return isObject(value) && !(value instanceof ArrayBuffer) ? { ...value } : value;
}

/** What can be changed in place. */
function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function layered({ path, args, entry }: Base): LayeredQuery {
  return { path, args, value: entry.status === "success" ? entry.value : undefined };
}
