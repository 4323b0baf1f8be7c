/**
 * Paginated queries: lists of pages, each an ordinary query.
 *
 * Owns: which pages a list has, their splits, the result that they make together. Leaves to others: the pages' results
 * (they are read as shown, so an optimistic update of a page counts), starting anew after an invalid cursor.
 *
 * It is here and not in the core because a list grows and splits by values that only JavaScript has.
 */

import type { Value } from "convex/values";
import { type Entry, PENDING } from "./entries.js";
import { encodeArgs, type QueryToken, queryToken } from "./functions.js";
import { asPage, type Page, type PaginationStatus, splitCursorOf } from "./pagination.js";

/** All pages together; the same object until something in it changes. */
export interface PaginatedResult<Item = unknown> {
  results: Item[];
  status: PaginationStatus;
  /** Loads another page. False where one is loading already or there is none. */
  loadMore(numItems: number): boolean;
}

/** What tells one list of the same query from another. */
export interface PaginatedOptions {
  initialNumItems: number;
  id: number;
}

/** One list; `args` are those without `paginationOpts`. */
export interface PaginatedQuery {
  name: string;
  args: Record<string, Value>;
  options: PaginatedOptions;
}

/** Where pages come from. */
export interface PageSource {
  watch(name: string, args: Record<string, Value>, listener: () => void): () => void;
  entry(token: QueryToken): Entry;
}

/** The lists of one client. */
export class PaginatedQueries {
  readonly #source: PageSource;
  readonly #report: (error: unknown) => void;
  readonly #lists = new Map<string, PageList>();

  /** `report` receives what listeners throw. */
  constructor(source: PageSource, report: (error: unknown) => void) {
    this.#source = source;
    this.#report = report;
  }

  /**
   * Calls `hear` after each change of the list; `byApp`: one that asked for more made it, not a step of what is shown.
   * Returns an unsubscribe.
   */
  subscribe(query: PaginatedQuery, hear: (byApp: boolean) => void): () => void {
    const token = tokenOf(query);
    const list = this.#lists.get(token) ?? new PageList(query, this.#source, this.#report);
    this.#lists.set(token, list);
    const listener = { hear };
    list.listeners.add(listener);
    return () => {
      if (!list.listeners.delete(listener)) return;
      // One who comes back within the tick finds all pages as they were.
      queueMicrotask(() => {
        if (list.listeners.size > 0 || this.#lists.get(token) !== list) return;
        this.#lists.delete(token);
        list.stop();
      });
    };
  }

  /** What is shown for a list: a `PaginatedResult`, or the error of its first page that failed. */
  entry(query: PaginatedQuery): Entry {
    return this.#lists.get(tokenOf(query))?.entry() ?? PENDING;
  }
}

function tokenOf({ name, args, options }: PaginatedQuery): string {
  const { initialNumItems, id } = options;
  return `${queryToken(name, encodeArgs(args))}${JSON.stringify([initialNumItems, id])}`;
}

interface WatchedPage {
  cursor: string | null;
  token: QueryToken;
  stop(): void;
  /** What it is being split into; shown once both are there. */
  halves?: [WatchedPage, WatchedPage];
}

class PageList {
  readonly listeners = new Set<{ hear(byApp: boolean): void }>();
  readonly #query: PaginatedQuery;
  readonly #source: PageSource;
  readonly #report: (error: unknown) => void;
  #pages: WatchedPage[];
  #entries: Entry[] = [];
  #shown: Entry = PENDING;
  #told: Entry;

  constructor(query: PaginatedQuery, source: PageSource, report: (error: unknown) => void) {
    this.#query = query;
    this.#source = source;
    this.#report = report;
    this.#pages = [this.#watch(null, query.options.initialNumItems)];
    this.#told = this.entry();
  }

  entry(): Entry {
    const entries = this.#pages.map(({ token }) => this.#source.entry(token));
    const before = this.#entries;
    if (entries.length !== before.length || entries.some((entry, at) => entry !== before[at])) {
      this.#entries = entries;
      this.#shown = shownOf(entries, this.#loadMore);
    }
    return this.#shown;
  }

  stop(): void {
    for (const page of this.#pages.flatMap((page) => [page, ...(page.halves ?? [])])) page.stop();
  }

  #watch(cursor: string | null, numItems: number, endCursor?: string): WatchedPage {
    const { name, args, options } = this.#query;
    const end = endCursor === undefined ? {} : { endCursor };
    const pageArgs = { ...args, paginationOpts: { numItems, id: options.id, cursor, ...end } };
    const stop = this.#source.watch(name, pageArgs, () => this.#changed());
    return { cursor, token: queryToken(name, encodeArgs(pageArgs)), stop };
  }

  #changed(): void {
    this.#pages = this.#pages.flatMap((page) => this.#settled(page));
    for (const page of this.#pages) this.#split(page);
    this.#tell(false);
  }

  #settled(page: WatchedPage): WatchedPage[] {
    const { halves } = page;
    const isReady = halves?.every(({ token }) => this.#source.entry(token).status !== "pending");
    if (halves === undefined || !isReady) return [page];
    page.stop();
    return halves;
  }

  #split(page: WatchedPage): void {
    const value = pageOf(this.#source.entry(page.token));
    if (page.halves || !value || value instanceof Error) return;
    const { initialNumItems } = this.#query.options;
    const cursor = splitCursorOf(value, initialNumItems);
    if (cursor === undefined) return;
    page.halves = [
      this.#watch(page.cursor, initialNumItems, cursor),
      this.#watch(cursor, initialNumItems, value.continueCursor),
    ];
  }

  /** Several pages may change in one step; that is told once. */
  #tell(byApp: boolean): void {
    const shown = this.entry();
    if (shown === this.#told) return;
    this.#told = shown;
    for (const listener of [...this.listeners]) {
      try {
        if (this.listeners.has(listener)) listener.hear(byApp);
      } catch (error) {
        this.#report(error);
      }
    }
  }

  #loadMore = (numItems: number): boolean => {
    const last = this.#pages.at(-1);
    const value = last && pageOf(this.#source.entry(last.token));
    if (this.listeners.size === 0 || !value) return false;
    if (value instanceof Error) throw value;
    if (value.isDone) return false;
    this.#pages.push(this.#watch(value.continueCursor, numItems));
    this.#tell(true);
    return true;
  };
}

/** The page that is shown, its error, or nothing while it is loading. */
function pageOf(entry: Entry): Page | Error | undefined {
  if (entry.status === "pending") return undefined;
  if (entry.status === "error") return entry.error;
  try {
    return asPage(entry.value);
  } catch (error) {
    return error as Error;
  }
}

function shownOf(entries: Entry[], loadMore: (numItems: number) => boolean): Entry {
  const pages = entries.map(pageOf);
  const error = pages.find((page) => page instanceof Error);
  if (error instanceof Error) return { status: "error", error };
  const loaded = pages.filter((page) => page !== undefined) as Page[];
  const results = loaded.flatMap(({ page }) => page);
  const isLoading = loaded.length < pages.length;
  const settled = loaded.at(-1)?.isDone ? "Exhausted" : "CanLoadMore";
  const loading = results.length === 0 ? "LoadingFirstPage" : "LoadingMore";
  const status: PaginationStatus = isLoading ? loading : settled;
  return { status: "success", value: { results, status, loadMore } satisfies PaginatedResult };
}
