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
export const Official = drivenBy(BaseConvexClient);

/** Ours, from a built package (the one of the repository, or a copy). */
export async function loadOurs(folder = ROOT) {
  const path = join(folder, "dist", "js", "clients", "base_client.js");
  return drivenBy((await import(pathToFileURL(path))).BaseConvexClient);
}

function drivenBy(Base) {
  return class Client {
    #client;
    #subscribers = new Map();

    constructor(options) {
      const tell = (tokens) => {
        for (const token of tokens) {
          for (const hear of this.#subscribers.get(token) ?? []) hear();
        }
      };
      this.#client = new Base(ADDRESS, tell, options);
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

    logLines({ name, args }) {
      return this.#client.localQueryLogs(name, args) ?? [];
    }

    journal({ name, args }) {
      return this.#client.queryJournal(name, args);
    }

    setAuth(fetchToken, onChange, onRefreshChange) {
      this.#client.setAuth(fetchToken, onChange, onRefreshChange);
    }

    setAdmin(key, actingAs) {
      this.#client.setAdminAuth(key, actingAs);
    }

    clearAuth() {
      this.#client.clearAuth();
    }

    hasAuth() {
      return this.#client.hasAuth();
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
  };
}
