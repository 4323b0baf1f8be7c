// Two components that ask for the same queries at one time.

import { fetchQueries } from "lentil/nextjs";
import { connection } from "next/server";
import { Suspense } from "react";
import { counted } from "../counted";

async function Both() {
  await connection();
  const queries = [{ query: "headlines:current" }, { query: "notes:mine", args: {} }];
  const [headline, notes] = await fetchQueries(queries, counted(process.env.ADA));
  return <p data-testid="both">{`${headline}; ${notes}`}</p>;
}

export default function Page() {
  return (
    <Suspense>
      <Both />
      <Both />
    </Suspense>
  );
}
