// A render that writes between two times that it asks for the same.

import { fetchMutation, fetchQuery } from "lentil/nextjs";
import { connection } from "next/server";
import { Suspense } from "react";
import { counted } from "../counted";

async function Written() {
  await connection();
  const ask = () => fetchQuery("headlines:current", {}, counted());
  const before = await ask();
  await fetchMutation("headlines:write", { text: `${before}, written` }, counted());
  return <p data-testid="headline">{await ask()}</p>;
}

export default function Page() {
  return (
    <Suspense>
      <Written />
    </Suspense>
  );
}
