// A Durable Object that holds a live query and answers from what it last saw, without a call to the deployment.
// It is the place for that: a Worker by itself ends with its request, and its sockets with it.

import { DurableObject } from "cloudflare:workers";
import type { FunctionReturnType } from "convex/server";
import { ConvexClient } from "lentil/browser";
import { api } from "../convex/_generated/api";
import type { Env } from "./env";

/** What the board shows, and how many results have come over its subscription so far. */
export interface Seen {
  leaders: FunctionReturnType<typeof api.scores.leaders>;
  results: number;
}

export class Board extends DurableObject<Env> {
  #seen: Seen = { leaders: [], results: 0 };
  #failure: Error | undefined;
  /** Resolves with the first result or failure. */
  readonly #first: Promise<void>;

  // Cloudflare makes the object when it is first asked, and anew after it was evicted for want of requests.
  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    const convex = new ConvexClient(env.CONVEX_URL);
    this.#first = new Promise((resolve) => {
      const onResult = (leaders: Seen["leaders"]) => {
        this.#seen = { leaders, results: this.#seen.results + 1 };
        this.#failure = undefined;
        resolve();
      };
      const onFailure = (error: Error) => {
        this.#failure = error;
        resolve();
      };
      convex.onUpdate(api.scores.leaders, {}, onResult, onFailure);
    });
  }

  async latest(): Promise<Seen> {
    await this.#first;
    if (this.#failure !== undefined) throw this.#failure;
    return this.#seen;
  }
}
