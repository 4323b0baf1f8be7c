// What is kept until its tag is named.

import { fetchQuery } from "lentil/nextjs";
import { connection } from "next/server";
import { Suspense } from "react";
import { counted } from "../counted";

async function Headline() {
  await connection();
  const options = { ...counted(), cache: "force-cache", next: { tags: ["headline"] } };
  return <p data-testid="headline">{await fetchQuery("headlines:current", {}, options)}</p>;
}

export default function Page() {
  return (
    <Suspense>
      <Headline />
    </Suspense>
  );
}
