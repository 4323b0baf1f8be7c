// One render that asks for the same in several places.

import { fetchQuery, preloadQuery } from "lentil/nextjs";
import { connection } from "next/server";
import { Suspense } from "react";
import { counted } from "../counted";

async function Headline({ args }) {
  await connection();
  return <p data-testid="headline">{await fetchQuery("headlines:current", args, counted())}</p>;
}

async function Preloaded() {
  const { _valueJSON } = await preloadQuery("headlines:current", {}, counted());
  return <p data-testid="headline">{_valueJSON}</p>;
}

async function Notes({ of }) {
  await connection();
  const notes = await fetchQuery("notes:mine", {}, counted(process.env[of]));
  return <p data-testid={of}>{notes.join()}</p>;
}

export default function Page() {
  return (
    <Suspense>
      <Headline />
      <Headline args={{}} />
      <Preloaded />
      <Suspense>
        <Notes of="ADA" />
        <Notes of="ADA" />
        <Notes of="BEN" />
      </Suspense>
    </Suspense>
  );
}
