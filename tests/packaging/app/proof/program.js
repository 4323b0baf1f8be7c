// The proof without React: the live client and the one-shot call, as a program or a plain page has them.

import { anyApi } from "convex/server";
import { ConvexClient } from "lentil/browser";
import { fetchQuery } from "lentil/nextjs";
import { prove } from "./checks.js";

/** Proves everything against the deployment at `url`; `hasFetch: false` where the platform has no `fetch`. */
export async function proveProgram(url, { hasFetch = true } = {}) {
  const { proofs } = anyApi;
  const client = new ConvexClient(url);
  try {
    return await prove({
      follow: (run, onList) => client.onUpdate(proofs.list, { run }, onList),
      add: (line) => client.mutation(proofs.add, line),
      fetchOnce: hasFetch ? (run) => fetchQuery(proofs.list, { run }, { url }) : undefined,
    });
  } finally {
    await client.close();
  }
}
