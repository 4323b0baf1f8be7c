/**
 * What the app sees: materialised results with the optimistic layers on top.
 *
 * Owns: base values, update functions, visible entries and their identity, listeners. Leaves to others: which layers
 * there are and when they fall, which results are valid (the core, by its records); running listeners (`work_list.ts`).
 *
 * Base: what the server said. Overlay: what the layers set, replayed in order whenever something below changed.
 * Visible: overlay before base, with the identity of what was shown before wherever it is equal.
 */

import type { Value } from "convex/values";
import { freeze } from "./freeze.js";
import { functionError } from "./function_errors.js";
import type { QueryToken } from "./functions.js";
import { type LayeredQuery, localStore, type OptimisticLocalStore } from "./optimistic.js";
import { applyPatches, placed } from "./patch.js";
import type { QueryChange, TransitionRecord } from "./records.js";
import { share } from "./share.js";

/** A result as it is shown; the same object until it changes. */
export type Entry =
  | { readonly status: "pending" }
  | { readonly status: "success"; readonly value: unknown }
  | { readonly status: "error"; readonly error: Error };

/** An optimistic update with its arguments bound. */
export type Layer = (store: OptimisticLocalStore) => void;

/** A query as it is subscribed. */
export interface QueryDescription {
  token: QueryToken;
  /** Canonical path. */
  path: string;
  args: Record<string, Value>;
}

interface Base extends QueryDescription {
  /** The core's id; a query that is dropped and watched again gets a new one. None while there is no core. */
  id: number | undefined;
  entry: Entry;
  /** What is shown is this very entry, and not one that is equal or lies above. */
  isShown: boolean;
  journal: string | null | undefined;
  logLines: string[] | undefined;
}

interface Overlaid extends LayeredQuery {
  /** The request whose layer has set it. */
  by: number;
  entry: Entry;
  /** Set to the very object that was shown, changed in place: it only looks equal to what was shown. */
  renewed: boolean;
}

/** What is shown for a query of which nothing is known: everywhere the same object. */
export const PENDING: Entry = { status: "pending" };

/** The store of one client. */
export class ViewStore {
  readonly #base = new Map<QueryToken, Base>();
  readonly #tokens = new Map<number, QueryToken>();
  readonly #layers = new Map<number, Layer>();
  /** Layers whose update runs for the first time. */
  readonly #running = new Set<number>();
  readonly #visible = new Map<QueryToken, Entry>();
  /** By listener what calls it for as long as it is there. */
  readonly #listeners = new Map<QueryToken, Map<() => void, () => void>>();
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
    if (this.#tokens.has(id)) return new Set();
    this.#tokens.set(id, query.token);
    const old = this.#base.get(query.token);
    if (old?.id === undefined && old !== undefined) {
      old.id = id;
      return new Set();
    }
    this.#base.set(query.token, {
      ...query,
      id,
      entry: PENDING,
      isShown: false,
      journal,
      logLines: undefined,
    });
    return this.#show(this.#overlay, new Set([query.token]));
  }

  /** What is shown for a query. */
  entry(token: QueryToken): Entry {
    return this.#visible.get(token) ?? PENDING;
  }

  /** Whether there is a result or a failure, or an update that shows it as loading. */
  hasResult(token: QueryToken): boolean {
    return this.#overlay.has(token) || this.entry(token).status !== "pending";
  }

  /** Whether it is watched, or set by an update. */
  isListed(token: QueryToken): boolean {
    return this.#visible.has(token);
  }

  /** The journal that the server last sent. */
  journal(token: QueryToken): string | null | undefined {
    return this.#base.get(token)?.journal;
  }

  /** The log lines of the run that gave what is shown; what an update has set comes of none. */
  logLines(token: QueryToken): string[] | undefined {
    const layer = this.#overlay.get(token);
    if (layer !== undefined) return layer.value === undefined ? undefined : [];
    return this.#base.get(token)?.logLines;
  }

  /** What the core's query id stands for. */
  describe(id: number): QueryDescription | undefined {
    const token = this.#tokens.get(id);
    return token === undefined ? undefined : this.#base.get(token);
  }

  /** Calls `listener` whenever the shown entry of the query changes. */
  listen(token: QueryToken, listener: () => void): () => void {
    const listeners = this.#listeners.get(token) ?? new Map<() => void, () => void>();
    this.#listeners.set(token, listeners);
    const hear = () => {
      if (listeners.has(listener)) listener();
    };
    listeners.set(listener, listeners.get(listener) ?? hear);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(token) === listeners) {
        this.#listeners.delete(token);
      }
    };
  }

  /** Who is to be told about these queries, in order; one that has left by the time of its turn is not. */
  listenersOf(tokens: Iterable<QueryToken>): (() => void)[] {
    const all: (() => void)[] = [];
    for (const token of tokens) {
      for (const hear of this.#listeners.get(token)?.values() ?? []) all.push(hear);
    }
    return all;
  }

  /** Applies base patches and drops layers, in one step. The queries whose shown entry changed. */
  apply(record: TransitionRecord): Set<QueryToken> {
    const touched = new Set<QueryToken>();
    for (const change of record.queries) {
      const token = this.#tokens.get(change.query);
      if (token !== undefined && this.#applyChange(token, change)) touched.add(token);
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
    this.#tokens.clear();
    this.#layers.clear();
    for (const base of this.#base.values()) {
      base.id = undefined;
      if (isPrivate) [base.entry, base.logLines] = [PENDING, undefined];
    }
    return this.#replay(new Set(isPrivate ? this.#base.keys() : []));
  }

  /** Forgets what no core knows and nobody watches. */
  forgetDetached(watched: Set<QueryToken>): void {
    for (const [token, base] of this.#base) {
      if (base.id !== undefined || watched.has(token)) continue;
      this.#base.delete(token);
      this.#visible.delete(token);
    }
  }

  /** True when the base entry, and so possibly the shown one, differs. */
  #applyChange(token: QueryToken, change: QueryChange): boolean {
    const base = this.#base.get(token);
    if (change.gone) this.#tokens.delete(change.query);
    if (base?.id !== change.query) return false;
    if (change.gone) return this.#base.delete(token);
    if (change.loading) base.logLines = undefined;
    if (change.journal !== undefined) base.journal = change.journal;
    if (change.logLines !== undefined) base.logLines = change.logLines;
    const next = this.#nextEntry(base, change);
    const differs = next !== base.entry;
    if (base.entry.status === "pending" && differs) {
      // Updates see queries in the order in which their results came, as in npm convex.
      this.#base.delete(token);
      this.#base.set(token, base);
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

  #replay(touched: Set<QueryToken>): Set<QueryToken> {
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
    const base = this.#base;
    const all = function* () {
      for (const [token, query] of base) {
        const seen =
          upper(token) ?? (query.entry.status === "pending" ? undefined : layered(query));
        if (seen) yield seen;
      }
      for (const [token, query] of new Map([...below(), ...written])) {
        if (!base.has(token)) yield query;
      }
    };
    const read = (token: QueryToken) => {
      const query = base.get(token);
      return upper(token) ?? (query && layered(query));
    };
    const write = (token: QueryToken, query: LayeredQuery) => {
      const renewed = isObject(query.value) && query.value === read(token)?.value;
      const value = renewed ? copyOf(query.value) : query.value;
      written.set(token, { ...query, by, value, entry: entryOf(value), renewed });
    };
    layer(localStore({ read, all, write }));
    return written;
  }

  #show(overlay: Map<QueryToken, Overlaid>, touched: Set<QueryToken>): Set<QueryToken> {
    const below = this.#overlay;
    this.#overlay = overlay;
    const candidates =
      below.size + overlay.size === 0
        ? touched
        : new Set([...touched, ...below.keys(), ...overlay.keys()]);
    const changed = new Set<QueryToken>();
    for (const token of candidates) {
      const shown = this.entry(token);
      const layer = overlay.get(token);
      const base = this.#base.get(token);
      const source = layer ?? base;
      const isAsIs = (layer?.renewed && layer !== below.get(token)) || (!layer && base?.isShown);
      const entry = source?.entry ?? PENDING;
      const next = isAsIs ? entry : keepIdentity(shown, entry);
      if (base) base.isShown = next === base.entry;
      if (source === undefined) this.#visible.delete(token);
      else this.#visible.set(token, next);
      if (next === shown) continue;
      if (this.#freezes && next.status === "success") freeze(next.value);
      changed.add(token);
    }
    return changed;
  }
}

function entryAfter(
  old: Entry,
  { whole, patches = [] }: Pick<QueryChange, "whole" | "patches">,
): Entry {
  const before = old.status === "success" ? old.value : undefined;
  if (!whole && patches.length === 0) return old;
  const value = whole ? placed(before, whole) : applyPatches(before, patches);
  return old.status === "success" && Object.is(value, before) ? old : entryOf(value);
}

/** The old entry where the new one shows the same; else the new one, with every equal part of the old. */
function keepIdentity(old: Entry, next: Entry): Entry {
  if (old.status === "pending" && next.status === "pending") return old;
  if (old.status === "error" && next.status === "error" && old.error === next.error) return old;
  if (old.status !== "success" || next.status !== "success") return next;
  const value = share(old.value, next.value);
  if (Object.is(value, old.value)) return old;
  return Object.is(value, next.value) ? next : entryOf(value);
}

function entryOf(value: unknown): Entry {
  return value === undefined ? PENDING : { status: "success", value };
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
