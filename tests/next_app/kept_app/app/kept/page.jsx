// What "use cache" keeps: asked for while the app is built.

import { fetchQueries } from "lentil/nextjs";
import { cacheLife } from "next/cache";
import { counted } from "../counted";

async function headlines() {
  "use cache";
  cacheLife("max");
  const query = "headlines:current";
  return await fetchQueries([{ query }, { query }], counted());
}

export default async function Page() {
  return <p data-testid="headline">{(await headlines()).join()}</p>;
}
