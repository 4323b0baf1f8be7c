// The ways in which an app has a list in pages, of either package, behind one face: a script drives any of them.
//
// Owns: rendering a hook, subscribing to a client, reading what they show as plain data.

import "../hooks/page.mjs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import * as npmBrowser from "convex/browser";
import * as npmReact from "convex/react";
import { Component, createElement as h, useLayoutEffect } from "react";
import { createRoot } from "react-dom/client";
import { ROOT } from "../support/paths.mjs";

// Renders happen when React schedules them, as on a page.
globalThis.IS_REACT_ACT_ENVIRONMENT = false;

const QUERY = "m:list";

/** npm convex. */
export const official = { browser: npmBrowser, react: npmReact };

/** Ours, from a built package (the one of the repository, or a copy). */
export async function loadOurs(folder = ROOT) {
  const load = (...path) => import(pathToFileURL(join(folder, "dist", ...path)));
  return {
    browser: await load("js", "clients", "index.js"),
    react: await load("react", "index.js"),
  };
}

const plainError = (error) => `${error.message} ${JSON.stringify(error.data)}`;
const plainRows = (rows) => rows?.map((row) => row && `${row.key} by ${row.by}`);

/** All fields of a result, as data. */
function plain({ results, data, error, loadMore: _, ...more }) {
  return {
    rows: plainRows(results ?? data),
    ...more,
    ...(error && { error: plainError(error) }),
  };
}

class Hooks {
  #root;
  #client;
  #lists = new Map();
  #hooks;
  #use;

  constructor(use, { react }, options, address) {
    this.#hooks = react;
    this.#use = use;
    this.#client = new react.ConvexReactClient(address, options);
    this.#root = createRoot(document.createElement("div"), { onCaughtError() {} });
  }

  get helpers() {
    return this.#hooks;
  }

  watch(id, given) {
    const list = this.#lists.get(id);
    this.#lists.set(id, { life: list?.life ?? 0, given, seen: list?.seen ?? {} });
    this.#render();
  }

  leave(id) {
    this.#lists.delete(id);
    this.#render();
  }

  /** Behind an error, the user asks for another try. */
  retry(id) {
    const list = this.#lists.get(id);
    if (!list?.seen.thrown) return false;
    this.#lists.set(id, { ...list, life: list.life + 1, seen: {} });
    this.#render();
    return true;
  }

  #render() {
    const lists = [...this.#lists].map(([id, { life, ...list }]) =>
      h(Catching, { key: `${id} ${life}`, seen: list.seen }, h(List, { ...list, use: this.#use })),
    );
    const { ConvexProvider } = this.#hooks;
    this.#root.render(h(ConvexProvider, { client: this.#client }, lists));
  }

  shown(id) {
    const { seen } = this.#lists.get(id) ?? {};
    if (seen?.thrown) return { thrown: plainError(seen.thrown) };
    return seen?.result && plain(seen.result);
  }

  told() {
    return {};
  }

  turns() {
    return [];
  }

  loadMore(id) {
    return this.#lists.get(id)?.seen.result?.loadMore;
  }

  mutation(args, optimisticUpdate) {
    return this.#client.mutation("m:put", args, { optimisticUpdate });
  }

  close() {
    this.#root.unmount();
    void this.#client.close();
  }
}

function List({ use, given, seen }) {
  const result = use(given);
  useLayoutEffect(() => {
    seen.result = result;
  });
  return null;
}

class Catching extends Component {
  state = {};
  static getDerivedStateFromError(error) {
    return { error };
  }
  componentDidCatch(error) {
    this.props.seen.thrown = error;
  }
  render() {
    return this.state.error ? null : this.props.children;
  }
}

class Clients {
  #client;
  #turns = [];
  #lists = new Map();

  constructor({ browser, react }, options, address) {
    this.helpers = react;
    this.#client = new browser.ConvexClient(address, options);
  }

  /** What is given anew and is the same changes nothing, as in an effect of an app. */
  watch(id, given) {
    if (isDeepStrictEqual(this.#lists.get(id)?.given, given)) return;
    this.leave(id);
    if (given.args === "skip") return;
    const list = { given, told: [] };
    const hear = (result) => {
      list.result = result;
      list.told.push(plain(result));
      this.#turns.push(id);
    };
    const fail = (error) => list.told.push(plainError(error));
    const { args, initialNumItems } = given;
    list.stop = this.#client.onPaginatedUpdate_experimental(
      QUERY,
      args,
      { initialNumItems },
      hear,
      fail,
    );
    this.#lists.set(id, list);
  }

  leave(id) {
    this.#lists.get(id)?.stop();
    this.#lists.delete(id);
  }

  retry() {
    return false;
  }

  shown(id) {
    try {
      const value = this.#lists.get(id)?.stop.getCurrentValue();
      return value && plain(value);
    } catch (error) {
      return { thrown: plainError(error) };
    }
  }

  told() {
    return Object.fromEntries([...this.#lists].map(([id, { told }]) => [id, told.splice(0)]));
  }

  /** Whose turn it was last among those who have the same list. */
  turns() {
    const turns = this.#turns.splice(0);
    const [one, other] = [...this.#lists].map(([, { given }]) => given);
    return other && isDeepStrictEqual(one, other) ? turns.slice(-2) : [];
  }

  loadMore(id) {
    return this.#lists.get(id)?.result?.loadMore;
  }

  mutation(args, optimisticUpdate) {
    return this.#client.mutation("m:put", args, { optimisticUpdate });
  }

  close() {
    void this.#client.close();
  }
}

const positional =
  (name) =>
  (hooks) =>
  ({ args, initialNumItems }) =>
    hooks[name](QUERY, args, { initialNumItems });

const inAnObject = (throwOnError) => (hooks) => (given) =>
  hooks.usePaginatedQuery_experimental({ query: QUERY, ...given, throwOnError });

const hook = (use) => (kit, options, address) => new Hooks(use(kit.react), kit, options, address);

/** By name: makes the face of a package. */
export const FACES = {
  usePaginatedQuery: hook(positional("usePaginatedQuery")),
  usePaginatedQuery_experimental: hook(positional("usePaginatedQuery_experimental")),
  "usePaginatedQuery_experimental, options as an object": hook(inAnObject(false)),
  "usePaginatedQuery_experimental, throwOnError": hook(inAnObject(true)),
  onPaginatedUpdate_experimental: (...its) => new Clients(...its),
};
