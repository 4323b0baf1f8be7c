// What `next.revalidate` keeps.

import { fetchQuery } from "lentil/nextjs";
import { connection } from "next/server";
import { Suspense } from "react";
import { counted } from "../counted";

async function Headline() {
  await connection();
  const options = { ...counted(), next: { revalidate: 3600 } };
  return <p data-testid="headline">{await fetchQuery("headlines:current", {}, options)}</p>;
}

export default function Page() {
  return (
    <Suspense>
      <Headline />
    </Suspense>
  );
}
