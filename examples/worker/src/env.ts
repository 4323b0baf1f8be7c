// What wrangler.jsonc gives the Worker and its Durable Object.

import type { Board } from "./board";

export interface Env {
  /** The deployment's address. */
  CONVEX_URL: string;
  BOARD: DurableObjectNamespace<Board>;
}
