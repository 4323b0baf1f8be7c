/**
 * What `lentil/nextjs` is to code that React Native shares with a server: npm convex's, and what that has not.
 *
 * Owns: the refusal of what runs by Lentil's core alone.
 */

import type {
  fetchQueries as fetchOfLentil,
  preloadQueries as preloadOfLentil,
} from "../nextjs/together.js";
import "./notice.js";

export * from "convex/nextjs";

/** Always fails. */
export const fetchQueries = refuse("fetchQueries") as typeof fetchOfLentil;

/** Always fails. */
export const preloadQueries = refuse("preloadQueries") as typeof preloadOfLentil;

function refuse(name: string): () => Promise<never> {
  return async () => {
    throw new Error(`${name} of lentil/nextjs runs on a server: it needs the core of Lentil.`);
  };
}
