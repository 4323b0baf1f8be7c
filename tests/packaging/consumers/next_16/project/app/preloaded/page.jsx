// A server component that writes, asks and preloads; what it preloaded goes live in the browser.

import { anyApi } from "convex/server";
import { fetchMutation, fetchQuery, preloadQuery } from "lentil/nextjs";
import { loader } from "../../proof/checks.js";
import { Live } from "./live";

const { proofs } = anyApi;

export const dynamic = "force-dynamic";

export default async function Page() {
  const run = crypto.randomUUID();
  await fetchMutation(proofs.add, { run, text: "na serveru: 日本語 🐎", count: 9007199254740993n });
  const fetched = await fetchQuery(proofs.list, { run });
  const preloaded = await preloadQuery(proofs.list, { run });
  return <Live run={run} fetched={fetched} preloaded={preloaded} server={loader()} />;
}
