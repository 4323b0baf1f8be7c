// The two clients behind one face, so that a script drives either.
//
// Owns: what a script may call, and how both are read. Leaves to others: the worlds they live in.

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { BaseConvexClient } from "convex/browser";
import { convexToJson } from "convex/values";
import { ROOT } from "../support/paths.mjs";

const ADDRESS = "http://127.0.0.1:1";

/** A value or an error as text that can be compared. */
export const told = (value) =>
  value === undefined ? "loading" : `value ${JSON.stringify(convexToJson(value))}`;
export function toldError(error) {
  const data = "data" in error ? ` data ${JSON.stringify(convexToJson(error.data))}` : "";
  return `error ${error.message}${data}`;
}

/** npm convex. */
export class Official {
  #client;
  #subscribers = new Map();

  constructor(options) {
    const tell = (tokens) => {
      for (const token of tokens) {
        for (const hear of this.#subscribers.get(token) ?? []) hear();
      }
    };
    this.#client = new BaseConvexClient(ADDRESS, tell, options);
  }

  subscribe({ name, args }, hear, journal) {
    const options = journal === undefined ? undefined : { journal };
    const { queryToken, unsubscribe } = this.#client.subscribe(name, args, options);
    const hearers = this.#subscribers.get(queryToken) ?? new Set();
    this.#subscribers.set(queryToken, hearers.add(hear));
    return () => {
      hearers.delete(hear);
      unsubscribe();
    };
  }

  read({ name, args }) {
    try {
      return told(this.#client.localQueryResult(name, args));
    } catch (error) {
      return toldError(error);
    }
  }

  mutation(name, args, optimisticUpdate) {
    return this.#client.mutation(name, args, optimisticUpdate && { optimisticUpdate });
  }

  action(name, args) {
    return this.#client.action(name, args);
  }

  journal({ name, args }) {
    return this.#client.queryJournal(name, args);
  }

  state() {
    return this.#client.connectionState();
  }

  onState(hear) {
    return this.#client.subscribeToConnectionState(hear);
  }

  close() {
    void this.#client.close();
  }
}

/** Ours, from a built package (the one of the repository, or a copy). */
export async function loadOurs(folder = ROOT) {
  const load = (path) => import(pathToFileURL(join(folder, "dist", "js", path)));
  const [{ SyncClient }, { queryToken, encodeArgs }] = await Promise.all([
    load("browser/sync_client.js"),
    load("functions.js"),
  ]);
  const tokenOf = ({ name, args }) => queryToken(name, encodeArgs(args));

  return class Ours {
    #client;

    constructor(options) {
      this.#client = new SyncClient(ADDRESS, options);
    }

    subscribe({ name, args }, hear, journal) {
      return this.#client.watch(name, args, hear, journal);
    }

    read(query) {
      const entry = this.#client.entry(tokenOf(query));
      return entry.status === "error" ? toldError(entry.error) : told(entry.value);
    }

    mutation(name, args, update) {
      return this.#client.mutation(name, args, update && ((store) => update(store, args)));
    }

    action(name, args) {
      return this.#client.action(name, args);
    }

    journal(query) {
      return this.#client.journal(tokenOf(query));
    }

    state() {
      return this.#client.connectionState();
    }

    onState(hear) {
      return this.#client.subscribeToConnectionState(hear);
    }

    close() {
      this.#client.close();
    }
  };
}
