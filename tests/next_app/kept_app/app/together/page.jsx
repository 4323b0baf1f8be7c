// Components that ask for the same queries at one time, one of them for another user.

import { fetchQueries } from "lentil/nextjs";
import { connection } from "next/server";
import { Suspense } from "react";
import { counted } from "../counted";

async function Both({ of }) {
  await connection();
  const queries = [{ query: "headlines:current" }, { query: "notes:mine", args: {} }];
  const [headline, notes] = await fetchQueries(queries, counted(process.env[of]));
  return <p data-testid="both">{`${headline}; ${notes}`}</p>;
}

export default function Page() {
  return (
    <Suspense>
      <Both of="ADA" />
      <Both of="ADA" />
      <Both of="BEN" />
    </Suspense>
  );
}
