// The proof of a server that keeps nothing open: a mutation, a query asked once, and one that is preloaded.

import { anyApi } from "convex/server";
import { fetchMutation, fetchQuery, preloadedQueryResult, preloadQuery } from "lentil/nextjs";
import { proveOnce } from "./checks.js";

const { proofs } = anyApi;

/** Proves what it can; `options` as those of `fetchQuery`, where the environment does not name the deployment. */
export async function proveServer(options = {}) {
  return await proveOnce({
    add: (line) => fetchMutation(proofs.add, line, options),
    async fetchOnce(run) {
      const lines = await fetchQuery(proofs.list, { run }, options);
      const preloaded = preloadedQueryResult(await preloadQuery(proofs.list, { run }, options));
      if (preloaded[0]?.text !== lines[0]?.text || preloaded[0]?.count !== lines[0]?.count) {
        throw new Error("what is preloaded is not what is fetched");
      }
      return lines;
    },
  });
}
