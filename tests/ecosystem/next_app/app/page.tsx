// A page that the build renders, with what the deployment says then.

import { fetchAction, preloadQuery } from "convex/nextjs";
import { api } from "../api";
import { Live } from "./live";

export const dynamic = "force-static";

export default async function Page() {
  const preloaded = await preloadQuery(api.numbers.get, { name: "next" });
  const doubled = await fetchAction(api.numbers.double, { of: 21 });
  return (
    <>
      <p>{`doubled ${doubled}`}</p>
      <Live preloaded={preloaded} />
    </>
  );
}
